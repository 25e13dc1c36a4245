const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text can be the id that a form carries, or one of an address. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
