import { useTranslation } from "react-i18next";

interface Contact {
  id: string;
  name: string;
  relation: "parent" | "young-person" | "alternative-person" | "supporter";
  wishes: readonly string[];
  note: string;
}

/** What whoever writes to a family, rings it or meets it has to keep to (product.md row 93). */
export function HowToReach({ contacts, isWriting = false }: { contacts: readonly Contact[]; isWriting?: boolean }) {
  const { t } = useTranslation("officer");
  if (contacts.length === 0) return <p className="notice notice-wait no-print">{t(isWriting ? "reach.nobodyReads" : "reach.nobody")}</p>;
  return (
    <section className="notice notice-quiet no-print" aria-labelledby="reach">
      <h2 id="reach">{t("reach.title")}</h2>
      <ul>
        {contacts.map(({ id, name, relation, wishes, note }) => (
          <li key={id}>
            <bdi>{name}</bdi>, {t(`people.relation.${relation}`)}: {wishes.join(" · ")}
            {note !== "" && (
              <>
                <br />
                <q className="pre-line">{note}</q>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
