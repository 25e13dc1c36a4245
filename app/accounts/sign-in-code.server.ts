import { tellAddress } from "../notices/tell.server.ts";
import { CODE_MINUTES, type SendCode } from "./auth.server.ts";

/** Sends a sign-in code by email, in the language its owner chose if we know them. @throws NotSentError */
export const sendSignInCode: SendCode = async (site, { email, code }) => {
  const { prisma } = site.database;
  const user = await prisma.user.findUnique({ where: { email }, select: { id: true } });
  const choice = user && (await prisma.contactChoice.findUnique({ where: { userId: user.id }, select: { language: true } }));
  await tellAddress(site, { to: email, channel: "email", kind: "sign-in-code", slots: { code, count: CODE_MINUTES }, language: choice?.language ?? "en-GB" });
};
