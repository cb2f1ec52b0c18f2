/** What the phone shows instead of an app that cannot start: each problem with its place, in both languages. */

export interface Problem { file: string; line: number; column: number; message: string }

function line(tag: string, name: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = text
  return element
}

/** A full page of problems. */
export function problemPage(problems: Problem[]): HTMLElement {
  const page = document.createElement('main')
  page.className = 'wx--problems'
  const title = line('h1', '', '小程序无法编译')
  const list = document.createElement('ol')
  for (const { file, line: row, column, message } of problems) {
    const item = document.createElement('li')
    item.append(line('code', 'wx--problem-place', row ? `${file}:${row}:${column}` : file), line('p', 'wx--problem-reason', message))
    list.append(item)
  }
  page.append(title, line('p', 'wx--problems-english', `The mini-program does not compile: ${problems.length} problem${problems.length === 1 ? '' : 's'}`), list,
    line('p', 'wx--problems-hint', '改好文件并保存后会重新载入。 Save the corrected files and it loads again.'))
  return page
}
