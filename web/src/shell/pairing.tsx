/** Where a colleague on the network types the code. */
import { useEffect, useState } from 'preact/hooks'
import { text, type TextId } from './texts.ts'

interface Props {
  /** A code that came with the address, from a QR code. */
  given: string
  welcome(token: string): void
}

export function Pairing({ given, welcome }: Props) {
  const language = navigator.language.startsWith('zh') ? 'zh' : 'en'
  const say = (id: TextId) => text(language, id)
  const [code, setCode] = useState(given)
  const [problem, setProblem] = useState('')
  const pair = async (tried: string) => {
    const answer = await ask(tried)
    if (answer.token) welcome(answer.token)
    else setProblem(answer.problem)
  }
  useEffect(() => {
    if (given) void pair(given)
  }, [])
  return (
    <main class="pairing" lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <form onSubmit={(event) => { event.preventDefault(); void pair(code) }}>
        <h1>{say('ui.pair.title')}</h1>
        <p id="pair-hint">{say('ui.pair.hint')}</p>
        <input inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" maxLength={6} required autoFocus value={code}
          aria-label={say('ui.pair.code')} aria-describedby="pair-hint" onInput={(event) => setCode(event.currentTarget.value)} />
        {problem && <p class="pairing-problem" role="alert">{problem}</p>}
        <button type="submit" class="do">{say('ui.pair.do')}</button>
      </form>
    </main>
  )
}

/** The token, or in words why there is none. */
async function ask(code: string): Promise<{ token: string; problem: string }> {
  try {
    const response = await fetch('/_wxemu/pair', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }),
    })
    const answer = (await response.json()) as { token?: string; error?: { message: string } }
    return { token: answer.token ?? '', problem: answer.error?.message ?? '' }
  } catch (error) {
    return { token: '', problem: error instanceof Error ? error.message : String(error) }
  }
}
