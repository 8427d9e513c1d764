/** The recipient's page: the customer's brand, no script, nothing but one press. Shown for forged tokens, too, without saying so. */
export function unsubscribePage(options: {
  readonly sender: string | null;
  readonly done: boolean;
  readonly known: boolean;
}): string {
  const { sender, done, known } = options;
  const from = sender === null ? "" : ` from ${escapeHtml(sender)}`;
  const body = bodyOf(done, known, from);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>Unsubscribe</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

const style =
  ":root{color-scheme:light dark}body{margin:0;font:16px/24px Inter,system-ui,sans-serif;background:#f4f5f2;color:#171b1c}main{max-width:440px;margin:12vh auto 0;padding:32px 24px}h1{font-size:26px;line-height:32px;font-weight:650;margin:0 0 12px}p{margin:0 0 20px;color:#4b5354}.hint{font-size:14px;color:#666e6e}button{font:inherit;font-weight:600;min-height:48px;padding:0 24px;border:0;border-radius:8px;background:#0b696d;color:#fff;cursor:pointer;margin-bottom:20px}button:focus-visible{outline:2px solid #0b696d;outline-offset:2px}@media(prefers-color-scheme:dark){body{background:#0d1011;color:#e8eceb}p{color:#aeb7b6}.hint{color:#8c9696}button{background:#57b9b8;color:#04211f}}";

function bodyOf(done: boolean, known: boolean, from: string): string {
  if (done) return `<h1>You are unsubscribed</h1><p>You will get no more mail${from}. There is nothing else to do.</p>`;
  if (known) {
    return `<h1>Stop these emails?</h1><p>One press, and you will get no more mail${from}.</p><form method="post"><button type="submit">Unsubscribe</button></form><p class="hint">Closing this page changes nothing.</p>`;
  }
  return "<h1>This link is not complete</h1><p>Open the link from the email itself, or answer the email with the word “unsubscribe”.</p>";
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
