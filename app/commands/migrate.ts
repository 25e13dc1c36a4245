import { migrate } from "../../prisma/migrate.ts";
import { startFault } from "../../server.js";
import { readConfig } from "../config.server.ts";
import { openDatabase } from "../db/database.server.ts";

try {
  const database = await openDatabase(readConfig(process.env));
  const applied = await migrate(database);
  await database.close();
  console.log(applied.length ? `Applied: ${applied.join(", ")}` : "The database is up to date.");
} catch (error) {
  console.error(startFault(error));
  process.exit(1);
}
