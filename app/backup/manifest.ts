import { z } from "zod";

/** What the last part of a backup says of the others. */
export const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  area: z.string(),
  /** What the schema had become, in order. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  /** Data keys that values in it are sealed with, and what tells a key of that name from another: never the keys. */
  keys: z.array(z.object({ id: z.string(), check: z.string() })),
  tables: z.record(z.string(), z.object({ rows: z.int() })),
  documents: z.object({ files: z.int() }),
  parts: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = "manifest.json";

/**
 * Tables that a backup is without. Whoever was signed in signs in again: a session or a code that was ended since must not
 * come back to life. Counts of tries are of the day.
 */
export const LEFT_OUT: readonly string[] = ["_prisma_migrations", "session", "verification", "rate_limit"];
