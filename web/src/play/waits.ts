/** Waiting at the pace of the show; whoever is in a hurry ends all waits at once. */

export class Waits {
  #ends = new Set<() => void>()

  constructor(private readonly speed: () => number) {}

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#ends.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms / this.speed())
      this.#ends.add(end)
    })
  }

  hurry(): void {
    for (const end of this.#ends) end()
  }
}
