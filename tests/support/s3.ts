import S3rver from "s3rver";
import { atEnd } from "./at-end.ts";
import { temporaryFolder } from "./command.ts";

const BUCKET = "council-documents";

/** A service that speaks S3's protocol, with one empty bucket, until the tests of the file are over; and how to reach it. */
export async function startS3(): Promise<{ url: string; bucket: string; key: string; secret: string; region: string }> {
  const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory: temporaryFolder(), configureBuckets: [{ name: BUCKET, configs: [] }] });
  const { port } = await server.run();
  atEnd(() => server.close());
  return { url: `http://127.0.0.1:${port}`, bucket: BUCKET, key: "S3RVER", secret: "S3RVER", region: "eu-west-2" };
}
