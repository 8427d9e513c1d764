import type { SettingOf } from "./setting.ts";
import { parseIssuer, parseTopic, parseWord } from "./values.ts";

/**
 * As whom this installation asks Google and Microsoft for consent, and where: another cloud of theirs (Microsoft's for
 * governments or China) or a double can stand in.
 */
export interface ConsentConfig {
  readonly googleClientId: string | null;
  readonly googleClientSecret: string | null;
  readonly googleIssuer: string;
  /** Where Google publishes what happens in connected mailboxes; null: they are asked again and again. */
  readonly googleTopic: string | null;
  readonly microsoftClientId: string | null;
  readonly microsoftClientSecret: string | null;
  readonly microsoftIssuer: string;
}

export const consentDefaults: ConsentConfig = {
  googleClientId: null,
  googleClientSecret: null,
  googleIssuer: "https://accounts.google.com",
  googleTopic: null,
  microsoftClientId: null,
  microsoftClientSecret: null,
  microsoftIssuer: "https://login.microsoftonline.com/common/v2.0",
};

function settingsOf(name: "google" | "microsoft", title: string): SettingOf<keyof ConsentConfig>[] {
  const variable = `HASTE_${name.toUpperCase()}`;
  return [
    {
      name: `${name}ClientId`,
      flag: `--${name}-client-id`,
      variable: `${variable}_CLIENT_ID`,
      placeholder: "ID",
      help: `client id of your registration with ${title} (none: accounts there need a password)`,
      parse: parseWord,
      isVariableOnly: true,
    },
    {
      name: `${name}ClientSecret`,
      flag: `--${name}-client-secret`,
      variable: `${variable}_CLIENT_SECRET`,
      placeholder: "SECRET",
      help: "its secret",
      parse: parseWord,
      isVariableOnly: true,
      isSecret: true,
    },
    {
      name: `${name}Issuer`,
      flag: `--${name}-issuer`,
      variable: `${variable}_ISSUER`,
      placeholder: "URL",
      help: `issuer of its tokens (${consentDefaults[`${name}Issuer`]})`,
      parse: parseIssuer,
      isVariableOnly: true,
    },
  ];
}

export const consentSettings: readonly SettingOf<keyof ConsentConfig>[] = [
  ...settingsOf("google", "Google"),
  {
    name: "googleTopic",
    flag: "--google-topic",
    variable: "HASTE_GOOGLE_TOPIC",
    placeholder: "NAME",
    help: "Pub/Sub topic on which Gmail publishes what happens in mailboxes (none: they are asked every 30 s)",
    parse: parseTopic,
    isVariableOnly: true,
  },
  ...settingsOf("microsoft", "Microsoft"),
];
