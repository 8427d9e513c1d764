import { headerOf, type InboundMail } from "./inbound-mail.ts";

/** Subjects with which programs begin an automatic answer. Anchored: "Re: Automatic reply" is a person again. */
const automaticSubject =
  /^(?:(?:automatic|auto)[- ]?(?:reply|response|answer)\b|out of (?:the )?office(?:\s*(?::|-|–|$|auto|reply|re:)|$)|autoreply\b|vacation (?:reply|response|message)|automatische antwort|abwesenheit(?:snotiz|sbenachrichtigung|smeldung)?\s*(?::|$|-)|autom\. antwort|réponse automatique|absence du bureau|respuesta automática|fuera de (?:la )?oficina|resposta automática|risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord|automatyczna odpowiedź|自动回复|自動返信|자동 회신|αυτόματη απάντηση|автоматична відповідь|автоответ)/iu;

/** Headers that only programs set when they answer by themselves. */
const markers = [
  "X-Autoreply",
  "X-Autorespond",
  "X-Autoresponder",
  "X-Autoreply-From",
  "X-Mail-Autoreply",
  "X-Auto-Reply",
  "X-Vacation",
] as const;

/**
 * Whether a program answered (RFC 3834). Auto-Submitted decides, either way; else a marker, a null return path or an
 * automatic subject. Precedence and List-Id alone do not: people write to lists, too.
 */
export function isAutomatic(mail: InboundMail): boolean {
  const submitted = headerOf(mail, "Auto-Submitted")?.toLowerCase();
  if (submitted !== undefined && submitted !== "no" && submitted !== "") return true;
  if (markers.some((name) => headerOf(mail, name) !== null)) return true;
  if (/^auto[_-]?repl(?:y|ied)/i.test(headerOf(mail, "Precedence") ?? "")) return true;
  if (automaticSubject.test(mail.subject.trim())) return true;
  // People have an address to which their own bounces go.
  return hasNullReturnPath(mail);
}

function hasNullReturnPath(mail: InboundMail): boolean {
  return /^<\s*>$/.test(headerOf(mail, "Return-Path") ?? "");
}

/**
 * Whether anything of ours may be sent in answer by a program (RFC 3834 §2): never to automatic mail, to lists, to
 * bulk mail or to nobody.
 */
export function mayBeAnswered(mail: InboundMail): boolean {
  if (isAutomatic(mail) || hasNullReturnPath(mail) || mail.from === null) return false;
  if (headerOf(mail, "List-Id") !== null || headerOf(mail, "List-Unsubscribe") !== null) return false;
  return !/^(?:bulk|list|junk)\b/i.test(headerOf(mail, "Precedence") ?? "");
}
