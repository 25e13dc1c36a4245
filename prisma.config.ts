import { defineConfig } from "prisma/config";

// `prisma generate` asks for the schema engine although it never runs it, and the engine is a download that a closed
// network refuses. Any program will do in its place. `prisma migrate` does need the real one: see prisma/migrate.ts.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
});
