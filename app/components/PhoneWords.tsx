/** Words with a phone number somewhere in them, which a finger on a phone can ring. */
export function PhoneWords({ words, phone }: { words: string; phone: string }) {
  const [before = "", ...after] = words.split(phone);
  if (after.length === 0) return <>{words}</>;
  return (
    <>
      {before}
      <a href={`tel:${phone.replace(/\s/g, "")}`} dir="ltr">
        {phone}
      </a>
      {after.join(phone)}
    </>
  );
}
