/** A view that has nothing to show says so. */
export function Nothing({ text }: { text: string }) {
  return <p class="journal-empty">{text}</p>
}
