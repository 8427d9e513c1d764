import type { ConsentProvider } from "@haste/contract/nouns/connecting";
import { allowInsecureRequests, ClientSecretPost, type Configuration, discovery, None } from "openid-client";

/** The settings that say as whom we ask, and where. */
export interface ConsentSettings {
  readonly googleClientId: string | null;
  readonly googleClientSecret: string | null;
  readonly googleIssuer: string;
  readonly microsoftClientId: string | null;
  readonly microsoftClientSecret: string | null;
  readonly microsoftIssuer: string;
}

/** What one provider wants to be asked. */
export interface ConsentTerms {
  readonly title: string;
  readonly scope: string;
  /** Beyond what every provider is asked. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly variable: string;
}

export const consentTerms: Readonly<Record<ConsentProvider, ConsentTerms>> = {
  gmail: {
    title: "Google",
    // One scope for the Gmail API, IMAP and SMTP (developers.google.com/workspace/gmail/imap/xoauth2-protocol).
    scope: "openid email https://mail.google.com/",
    // Google hands out a refresh token only when asked for offline access, and to a mailbox that consented before only
    // when it has to consent again (developers.google.com/identity/protocols/oauth2/web-server#offline).
    parameters: { access_type: "offline", prompt: "consent" },
    variable: "HASTE_GOOGLE_CLIENT_ID",
  },
  outlook: {
    title: "Microsoft",
    // The mailbox, and the person's own entry in the directory: under which other addresses it sends.
    scope: [
      "openid email profile offline_access",
      ...["Mail.Send", "Mail.ReadWrite", "User.Read"].map((name) => `https://graph.microsoft.com/${name}`),
    ].join(" "),
    parameters: { prompt: "select_account" },
    variable: "HASTE_MICROSOFT_CLIENT_ID",
  },
};

export interface ConsentClients {
  /** Whether this installation is registered with the provider. */
  isReady(provider: ConsentProvider): boolean;
  /** Throws where the provider cannot be reached or is not ready. */
  of(provider: ConsentProvider): Promise<Configuration>;
}

/** A refresh waits for the provider while its row is locked; others give a lock ten seconds. */
const timeoutSeconds = 6;

/** Asks each issuer once for its addresses, and again only after that failed. */
export function createConsentClients(settings: ConsentSettings): ConsentClients {
  const known = new Map<ConsentProvider, Promise<Configuration>>();
  const registered = {
    gmail: [settings.googleClientId, settings.googleClientSecret, settings.googleIssuer],
    outlook: [settings.microsoftClientId, settings.microsoftClientSecret, settings.microsoftIssuer],
  } as const;
  return {
    isReady: (provider) => registered[provider][0] !== null,
    of(provider) {
      const [clientId, secret, issuer] = registered[provider];
      if (clientId === null) throw new Error(`${consentTerms[provider].variable} is not set`);
      const asked = known.get(provider) ?? discover(clientId, secret, issuer);
      known.set(provider, asked);
      asked.catch(() => known.delete(provider));
      return asked;
    },
  };
}

function discover(clientId: string, secret: string | null, issuer: string): Promise<Configuration> {
  // The setting takes http on loopback only.
  const execute = issuer.startsWith("http:") ? [allowInsecureRequests] : [];
  const proof = secret === null ? None() : ClientSecretPost(secret);
  return discovery(new URL(issuer), clientId, {}, proof, { execute, timeout: timeoutSeconds });
}
