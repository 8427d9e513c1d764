import type { FastifyHelmetOptions } from "@fastify/helmet";

/**
 * What a browser may do with our pages (docs/decisions/0006-content-security-policy.md). Scripts only from our files;
 * inline *styles* are allowed because Mantine sets style attributes and one style element at run time.
 * `upgradeInsecureRequests` is off: a self-hosted product may live on plain http, where it would break every request.
 */
export function securityHeaders(isPublicHttps: boolean): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    // Browsers remember it for a year: only where https is how people come in for good.
    hsts: isPublicHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
  };
}
