/** A page that writers keep as a file in `content/pages`. Its markup is ours, made from Markdown on the server. */
export function WrittenPage({ html }: { html: string }) {
  return <div className="prose written" dangerouslySetInnerHTML={{ __html: html }} />;
}
