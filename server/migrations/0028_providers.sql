-- Sending accounts of providers with an API, and the signature we put under mails ourselves.

alter table sending_accounts add column api jsonb, add column dkim_signing jsonb;
comment on column sending_accounts.api is
  '{"domain", "region", "accessKeyId", "hasKey"}: how a provider with keys is asked; the key lies in secrets.';
comment on column sending_accounts.dkim_signing is
  '{"domain", "keys": [{"selector", "algorithm", "publicKey", "isSigning"}]}; the private keys lie in secrets.';
comment on column sending_accounts.secrets is
  'Sealed: {"smtp", "imap", "api", "dkim": {selector: private key}}; never leaves the server.';
