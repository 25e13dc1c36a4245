import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { parse } from "postcode";
import { useTranslation } from "react-i18next";
import { choicesOf, saveContact } from "../../accounts/contact-choices.server.ts";
import { tellPhoneChanged } from "../../accounts/account-messages.server.ts";
import { isFresh } from "../../accounts/viewer.server.ts";
import { visitAccount } from "../../accounts/visit.server.ts";
import { AccountTop } from "../../components/account/AccountTop.tsx";
import { ChoiceField } from "../../components/forms/ChoiceField.tsx";
import { ErrorSummary } from "../../components/forms/ErrorSummary.tsx";
import { FormField } from "../../components/forms/FormField.tsx";
import { CONTACT_CHANNELS, readMobile, readPostalAddress, shownMobile } from "../../domain/accounts/contact-choice.ts";
import { problemOf, typedChoice, typedText, type FieldProblem } from "../../domain/forms/problems.ts";
import { languageOf } from "../../i18n/languages.ts";
import { readForm } from "../../page-context.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  const { site, viewer, t } = await visitAccount(request);
  const { channel, phone, address, language } = await choicesOf(site, viewer.userId);
  return {
    values: { channel, phone: phone === null ? "" : shownMobile(phone), address: address?.join("\n") ?? "", language },
    languages: site.pack.languages.map((code) => ({ value: code, label: languageOf(code).name })),
    email: viewer.email,
    mayChangePhone: isFresh(viewer),
    title: `${t("account:contact.title")} · ${t("common:siteName", { area: site.pack.name })}`,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { site, viewer, t, language } = await visitAccount(request);
  const form = await readForm(request);
  const values = { channel: typedChoice(form, "channel", CONTACT_CHANNELS), phone: typedText(form, "phone"), address: typedText(form, "address"), language: typedChoice(form, "language", site.pack.languages) };
  const problems: FieldProblem[] = [];
  const problem = (field: string, text: string) => void problems.push({ field, text });
  if (!values.channel) problem("channel", t("account:contact.problem.channel"));
  if (!values.language) problem("language", t("account:contact.problem.language"));
  const phone = values.phone === "" ? null : readMobile(values.phone);
  if (values.phone !== "" && phone === null) problem("phone", t("account:contact.problem.phone"));
  if (values.channel === "text" && values.phone === "") problem("phone", t("account:contact.problem.noPhone"));
  const address = readPostalAddress(values.address, (line) => parse(line).postcode);
  if (!address.ok && address.because !== "empty") problem("address", t(`account:contact.problem.address.${address.because}`));
  if (values.channel === "letter" && values.address === "") problem("address", t("account:contact.problem.address.empty"));
  const before = await choicesOf(site, viewer.userId);
  // Codes to sign in can go to it: whoever finds a phone unlocked must not put their own there.
  const isPhoneChanged = problems.every(({ field }) => field !== "phone") && phone !== before.phone;
  if (isPhoneChanged && !isFresh(viewer)) problem("phone", t("account:contact.phoneFresh"));
  if (problems.length > 0 || !values.channel || !values.language) return data({ problems, values }, { status: 400 });
  if (isPhoneChanged) await tellPhoneChanged(site, { to: viewer.email, language });
  await saveContact(site, viewer.userId, { channel: values.channel, phone, address: address.ok ? address.lines : null, language: values.language });
  return redirect("/account?saved=contact", 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Contact() {
  const { t } = useTranslation("account");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { channel, phone, address, language } = answer?.values ?? page.values;
  const problem = (field: string) => problemOf(answer?.problems, field);
  return (
    <div className="prose">
      <AccountTop />
      <ErrorSummary problems={answer?.problems} />
      <h1>{t("contact.title")}</h1>
      <p className="lede">{t("contact.lede")}</p>
      <form method="post" noValidate>
        <ChoiceField name="channel" label={t("contact.channel")} problem={problem("channel")} value={channel} options={CONTACT_CHANNELS.map((value) => ({ value, label: t(`contact.by.${value}`, { email: page.email }) }))} />
        {!page.mayChangePhone && (
          <p className="notice">
            {t("contact.phoneFresh")} <a href="/sign-in?again=1&back=/account/contact">{t("contact.again")}</a>
          </p>
        )}
        <FormField name="phone" type="tel" inputMode="tel" dir="ltr" isOptional autoComplete="tel" label={t("contact.phone")} hint={t("contact.phoneHint")} problem={problem("phone")} value={phone} />
        <FormField name="address" rows={4} isOptional autoComplete="street-address" label={t("contact.address")} hint={t("contact.addressHint")} problem={problem("address")} value={address} />
        <ChoiceField name="language" label={t("contact.language")} problem={problem("language")} value={language} options={page.languages} />
        <button className="button">{t("account.save")}</button>
      </form>
    </div>
  );
}
