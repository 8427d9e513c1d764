/** Longer texts are cut before they are read: nobody writes that much above a quote. */
const mostCharacters = 100_000;

/** "Wrote" as mail programs put it below the answer, in the languages they are set to. */
const wrote =
  "wrote|schrieb|a écrit|escribió|escreveu|ha scritto|ha escrit|skrev|schreef|napisał(?:a|\\(a\\))?|napsala?|napísala?|je napisa(?:o|la)|kirjoitti|írta|a scris|написав|написала?|пише|пишет|написа|έγραψε|yazdı|כתב(?:ה)?|كتب(?:ت)?|写道|寫道|님이 작성|さんは書きました|đã viết|menulis|เขียนว่า";

/** A line with which mail programs introduce the mail they quote. */
const attribution: readonly RegExp[] = [
  new RegExp(
    `^(?:on|am|le|el|em|il|den|op|w dniu|dnia|dne|na|в|ngày|vào|pada|στις|ב-?)\\s.{4,250}?(?<!\\p{L})(?:${wrote})(?!\\p{L}).{0,100}:\\s*$`,
    "iu",
  ),
  new RegExp(`^.{0,200}(?<!\\p{L})(?:${wrote})\\s*[:：]\\s*$`, "iu"),
  new RegExp(
    `^.{0,200}<[^<>\\s@]+@[^<>\\s]+>\\s*,?\\s*(?:.{0,80}(?:${wrote})(?:\\s\\(.{0,60}\\))?)?\\s*[:：]\\s*$`,
    "iu",
  ),
  /^.{0,100}<[^<>\s]+@[^<>\s]+>\s+(?:schrieb am|wrote on|a écrit le)\s.{2,80}$/iu,
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.{2,150}<(?:[^<>]*>)?\s*:?\s*$/u,
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s\d{1,2}:\d{2}\s(?:GMT|UTC)\S*\s.{1,80}$/u,
  /^(?:于|在)?\s?\d{4}年\d{1,2}月\d{1,2}日.{2,150}(?:写道|寫道|[:：])\s*$/u,
];

/** A rule above the header of the quoted mail, as Outlook, Zoho and others draw it. */
const separator =
  /^[>*\s]*(?:-{2,}\s*(?:original message|original appointment|forwarded message|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|message d'origine|message original|message transféré|mensaje original|mensaje reenviado|mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|ursprungligt meddelande|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|původní zpráva|eredeti üzenet|mesaj original|исходное сообщение|пересылаемое сообщение|оригінал|αρχικό μήνυμα|özgün ileti|原始邮件|原始郵件|元のメッセージ|원본 메일|reply above this line)\s*-*\**|-{2,}\s*on\s.{5,200}\swrote\s*-{2,}|_{10,}|-{20,})\s*$/iu;

const headerBlockStart =
  /^\*?(?:from|von|de|da|expéditeur|van|från|fra|od|von|lähettäjä|feladó|expeditor|от|від|от кого|από|kimden|gönderen|发件人|寄件者|差出人|보낸 사람|מאת|من|từ|dari)\s?[:：]\*?\s?.*\S/iu;
const headerBlockLine =
  /^\*?(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|assunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|vastaanottaja|aihe|elküldve|címzett|tárgy|wysłano|do|temat|odesláno|komu|předmět|trimis|către|subiect|отправлено|дата|кому|тема|надіслано|ημερομηνία|προς|θέμα|gönderildi|kime|konu|tarih|发送时间|日期|收件人|主题|寄件日期|收件者|主旨|送信日時|宛先|件名|보낸 날짜|받는 사람|제목|נשלח|אל|נושא|đã gửi|đến|chủ đề)\s?[:：]\*?\s?/iu;

const deviceLine =
  /^(?:sent from my |sent from mail for |sent from yahoo|sent via |von meinem .{2,40} gesendet|gesendet (?:von|mit) |envoyé (?:de|depuis) mon |enviado desde mi |enviado do meu |inviato da |verzonden (?:vanaf|met) mijn |skickat från min |sendt fra min |lähetetty |wysłane z |odesláno z |отправлено с |надіслано з |从我的|iphoneから送信|나의 iphone|get outlook for |outlook (?:für|pour|para) )/iu;

/** What trackers of some senders leave in the text as a line of its own. */
const trackerLine = /^[\u1427\u200b\u200c\ufeff\s]+$/u;

/**
 * What the author wrote themselves: without the mail quoted below, quoted lines and the signature. Simple on purpose:
 * it cuts at the first sign of a quote, and where that would leave nothing it returns the unquoted lines.
 */
export function visibleText(text: string): string {
  const lines = text.slice(0, mostCharacters).replace(/\r\n?/g, "\n").split("\n");
  const end = firstQuotedLine(lines);
  const own = lines.slice(0, end).filter((line) => !line.startsWith(">") && (line === "" || !trackerLine.test(line)));
  const written = withoutSignature(own).join("\n").trim();
  if (written !== "") return written;
  return lines
    .filter((line) => !line.startsWith(">") && !isAttribution(line))
    .join("\n")
    .trim();
}

function firstQuotedLine(lines: readonly string[]): number {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    if (separator.test(line)) return index;
    if (isAttribution(line.trim())) return index;
    // Long ones wrap over two or three lines; the first holds the date.
    for (const span of /\d/.test(line) ? [2, 3] : []) {
      const wrapped = lines.slice(index, index + span);
      if (wrapped.every((each) => each.trim() !== "") && isDated(wrapped.join(" ").trim())) return index;
    }
    const next = lines.slice(index + 1, index + 4);
    if (headerBlockStart.test(line) && next.filter((each) => headerBlockLine.test(each)).length >= 2) return index;
  }
  return lines.length;
}

function isDated(line: string): boolean {
  return line.length < 400 && (attribution[0] as RegExp).test(line);
}

function isAttribution(line: string): boolean {
  return line.length < 400 && attribution.some((pattern) => pattern.test(line));
}

/** The signature delimiter is "-- " (RFC 3676 §4.3); many clients lose the blank. */
function withoutSignature(lines: readonly string[]): string[] {
  const at = lines.findIndex((line, index) => index > 0 && (/^--\s?$/.test(line) || deviceLine.test(line)));
  return at === -1 ? [...lines] : lines.slice(0, at);
}
