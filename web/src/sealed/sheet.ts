/** The film strip as a page: pictures in order, each with its sentence. `PAGE.html#sheet`, also for printing. */
import type { Says } from '../shell/wire.ts'
import { inLanguage, sentenceAt, type Moment, type Sealed } from './session.ts'

/** So many pictures at most: more are a film. */
const MOST = 15
/** What follows a picture within this time, in milliseconds, is told with it. */
const WITH_IT = 600

export function contactSheet(session: Sealed, all: readonly Moment[], times: readonly number[], picture: (frame: number) => HTMLIFrameElement, language: keyof Says): HTMLElement {
  const sheet = document.createElement('main')
  sheet.id = 'sheet'
  const title = document.createElement('h1')
  title.textContent = inLanguage(session.title, language)
  const mark = document.createElement('span')
  mark.className = 'mark'
  mark.textContent = '模拟 · simulated'
  const list = document.createElement('ol')
  list.append(...chosen(session.frames.length).map((frame) => figure(frame)))
  sheet.append(mark, title, list)
  return sheet

  function figure(frame: number): HTMLElement {
    const item = document.createElement('li')
    const words = document.createElement('p')
    const place = all.findIndex((one) => one.frame === frame && !one.entry)
    const until = times.findLastIndex((time) => time <= (times[place] ?? 0) + WITH_IT)
    words.textContent = sentenceAt(all, Math.max(place, until))?.says[language] ?? ''
    item.append(picture(frame), words)
    return item
  }
}

/** The first, the last, and those evenly between. */
export function chosen(count: number, most = MOST): number[] {
  const taken = Math.min(most, count)
  return Array.from({ length: taken }, (_, n) => Math.round((n * (count - 1)) / Math.max(1, taken - 1)))
}
