import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the double was sent to consent to. */
interface Consent {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const base64url = (text: string | Buffer) => Buffer.from(text).toString("base64url");

/**
 * An identity provider (OAuth 2 and OpenID Connect) that keeps to every rule: one code, one use; PKCE with S256 or no
 * token; the redirect address and the client's secret have to be the same; each refresh hands out another refresh token
 * and takes the old one no more.
 */
export class ConsentDouble {
  readonly clientId = "haste-test";
  readonly clientSecret = "correct horse";
  /** Whose mailbox consents. */
  email = "ada@gmail.example";
  /** Seconds an access token is good for. */
  goodForSeconds = 3_600;
  /** How the next calls of the token endpoint are answered instead. */
  trouble: "none" | "invalid_grant" | "invalid_client" | "away" = "none";
  /** Calls of the token endpoint by their grant. */
  readonly asked = { codes: 0, refreshes: 0 };
  readonly #codes = new Map<string, Consent>();
  #refreshToken = "";
  issuer = "";
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** A person on the page of `url` who agrees: the query with which their browser comes back. */
  async agree(url: string): Promise<string> {
    const answer = await fetch(url, { redirect: "manual" });
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`The provider shows an error: ${await answer.text()}`);
    return new URL(location).search;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.issuer);
    if (url.pathname === "/authorize") return this.#authorize(url, response);
    const answer = url.pathname === "/token" ? this.#token(await formOf(request)) : this.#describe(url);
    response.writeHead(answer.status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(answer.body));
  }

  #describe(url: URL): Answer {
    if (url.pathname === "/jwks") {
      return { status: 200, body: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256" }] } };
    }
    return {
      status: 200,
      body: {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      },
    };
  }

  #authorize({ searchParams }: URL, response: ServerResponse): void {
    const said = (name: string) => searchParams.get(name) ?? "";
    const isWhole =
      said("client_id") === this.clientId &&
      said("response_type") === "code" &&
      said("code_challenge_method") === "S256" &&
      /^[\w-]{43}$/.test(said("code_challenge")) &&
      said("state").length >= 32 &&
      said("scope").split(" ").includes("openid");
    if (!isWhole) return void response.writeHead(400).end("This request is not whole.");
    const code = randomBytes(16).toString("hex");
    const [challenge, redirectUri, nonce] = [said("code_challenge"), said("redirect_uri"), said("nonce")];
    this.#codes.set(code, { challenge, redirectUri, nonce });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", said("state"));
    response.writeHead(302, { location: back.href }).end();
  }

  #token(form: URLSearchParams): Answer {
    const isRefresh = form.get("grant_type") === "refresh_token";
    this.asked[isRefresh ? "refreshes" : "codes"] += 1;
    if (this.trouble === "away") return { status: 503, body: {} };
    if (this.trouble !== "none") return refused(this.trouble);
    const isOurs = form.get("client_id") === this.clientId && form.get("client_secret") === this.clientSecret;
    if (!isOurs) return refused("invalid_client");
    return isRefresh ? this.#refresh(form) : this.#redeem(form);
  }

  #redeem(form: URLSearchParams): Answer {
    const consent = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const proof = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (consent === undefined || proof !== consent.challenge || form.get("redirect_uri") !== consent.redirectUri) {
      return refused("invalid_grant");
    }
    return this.#grant(consent.nonce);
  }

  #refresh(form: URLSearchParams): Answer {
    return form.get("refresh_token") === this.#refreshToken ? this.#grant(null) : refused("invalid_grant");
  }

  #grant(nonce: string | null): Answer {
    this.#refreshToken = randomBytes(16).toString("hex");
    const tokens = {
      access_token: randomBytes(16).toString("hex"),
      refresh_token: this.#refreshToken,
      token_type: "Bearer",
      expires_in: this.goodForSeconds,
    };
    return { status: 200, body: nonce === null ? tokens : { ...tokens, id_token: this.#idToken(nonce) } };
  }

  #idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.issuer,
      aud: this.clientId,
      sub: "1",
      iat: now,
      exp: now + 600,
      nonce,
      email: this.email,
    };
    const text = `${base64url(JSON.stringify({ alg: "RS256", kid: "1" }))}.${base64url(JSON.stringify(claims))}`;
    return `${text}.${base64url(sign("sha256", Buffer.from(text), privateKey))}`;
  }
}

function refused(error: string): Answer {
  return { status: error === "invalid_client" ? 401 : 400, body: { error } };
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
