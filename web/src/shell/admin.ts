/** The admin API, `docs/protocol.md` section 9, and other files that need the token. */

export class Admin {
  /** `phone`: the one that requests are about; the first of the world if there is none. */
  constructor(private readonly token: string, private readonly phone: string | null = null) {}

  get<Result>(path: string): Promise<Result> {
    return this.#ask<Result>('GET', path)
  }

  /** Rejects with the server's own words. */
  send<Result = unknown>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Result> {
    return this.#ask<Result>(method, path, body)
  }

  /** The bytes of one of our own addresses. */
  async bytes(url: string): Promise<ArrayBuffer> {
    return (await this.#fetch('GET', url)).arrayBuffer()
  }

  async blob(url: string): Promise<Blob> {
    return (await this.#fetch('GET', url)).blob()
  }

  async #ask<Result>(method: string, path: string, body?: object): Promise<Result> {
    const about = this.phone && `${path.includes('?') ? '&' : '?'}phone=${encodeURIComponent(this.phone)}`
    return (await this.#fetch(method, `/_wxemu/${path}${about ?? ''}`, body)).json() as Promise<Result>
  }

  async #fetch(method: string, url: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}` }
    if (body) headers['Content-Type'] = 'application/json'
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    if (!response.ok) throw new Error(await reasonOf(response))
    return response
  }
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message
  } catch {
    return `${response.status} ${text.slice(0, 200)}`
  }
}
