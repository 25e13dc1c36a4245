/** Cards that are links, the same size side by side. */
export function CardGrid({ cards }: { cards: readonly { href: string; title: string; text: string; note?: string }[] }) {
  return (
    <ul className="grid">
      {cards.map(({ href, title, text, note }) => (
        <li key={href} className="card">
          <h3>
            <a href={href}>{title}</a>
          </h3>
          <p>{text}</p>
          {note && <p className="meta">{note}</p>}
        </li>
      ))}
    </ul>
  );
}
