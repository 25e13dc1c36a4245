/** What the page says that stands in place of one whose form was not taken. */
export interface NotTaken {
  /** What the form had in it, so that it can be sent again. */
  typed: [name: string, value: string][];
  /** Where to sign in first; null where the database is away. */
  signIn: string | null;
}
