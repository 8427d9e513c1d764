/** A mail that asks to be left alone says so briefly; a long one that holds such words talks about something else. */
const mostWords = 90;

/** The whole of what somebody wrote, apart from greetings: one word says enough. */
const alone =
  /^(?:please |bitte |por favor |merci de |per favore )?(?:unsubscribe|unsubscribe me|remove|remove me|stop|stop it|opt[ -]?out|abmelden|abbestellen|austragen|baja|darme de baja|désinscription|désabonnement|désabonner|cancelar|descadastrar|cancellami|cancellazione|disiscrivimi|退订|配信停止|수신\s?거부)(?: please| bitte| por favor)?[\s.!]*$/iu;

const en: readonly RegExp[] = [
  /\b(?:unsubscribe|remove|delete|take) (?:me|us|my (?:e-?mail|address|name|contact|details)|this (?:e-?mail|address|mailbox))\b/,
  /\btake (?:me|us|my name|my address) off\b/,
  /\b(?:want|like|wish|need|please|asked) (?:to )?(?:be )?(?:unsubscribed?|removed from|taken off|opted? out)\b/,
  /\bopt (?:me|us) out\b/,
  /\b(?:please |just )?(?:stop|quit|cease) (?:e-?mailing|contacting|writing|sending|messaging|spamming|bothering)\b/,
  /\b(?:do not|don'?t|never) (?:ever )?(?:e-?mail|contact|write|message|send|bother|spam)(?: (?:to|me|us|any|more|this|these|again))+/,
  /\b(?:no|not any) (?:more|further) (?:of (?:these|your) )?(?:e-?mails?|messages|mails?)\b/,
  /\b(?:do not|don'?t) (?:want|wish) (?:to )?(?:get|receive|any|more|further|your)(?: \w+){0,4} (?:e-?mails?|messages|mails?)\b/,
];

const de: readonly RegExp[] = [
  /\b(?:nehmen|nehmt|nimm|streichen|streicht|löschen|löscht|entfernen|entfernt|tragen|melden) (?:sie |ihr )?(?:mich|uns|meine (?:adresse|mailadresse|e-?mail(?:-adresse)?|daten))\b/,
  /\baus (?:dem|ihrem|eurem|deinem|der|ihrer) (?:\p{L}+)?(?:verteiler|liste|mailingliste)/u,
  /\bkeine (?:weiteren |weitere |mehr )?(?:e-?mails?|mails|nachrichten|werbung|post)\b(?! (?:bekommen|erhalten|gesehen|gefunden|gekriegt))/,
  /\b(?:möchte|will|wollen|möchten) (?:mich |uns )?(?:hiermit )?(?:abmelden|austragen)/,
  /\bnicht (?:mehr|weiter) (?:an)?(?:schreiben|kontaktieren|anschreiben|mailen)\b/,
  /\b(?:schreiben|kontaktieren) sie (?:mir|mich|uns) (?:bitte )?nicht mehr\b/,
];

const fr: readonly RegExp[] = [
  /\b(?:me |nous )?(?:désinscrire|désabonner|désinscrivez|désabonnez)[- ]?(?:moi|nous)?\b/,
  /\b(?:retirez|supprimez|enlevez|retirer|supprimer|enlever)[- ](?:moi|nous|mon (?:adresse|nom|e-?mail|mail))\b/,
  /\b(?:me|nous) (?:retirer|supprimer|enlever) de\b/,
  /\bne (?:souhaite|veux|désire|souhaitons|voulons) (?:plus|pas) (?:recevoir|être contacté)/,
  /\bne (?:plus )?(?:m'|me |nous )(?:écrivez|écrire|contactez|contacter|envoyez|envoyer)(?: plus)?/,
];

const es: readonly RegExp[] = [
  /\b(?:dar(?:me|nos)?|d[eé]n?(?:me|nos)|dad(?:me|nos)|dame|darnos) de baja\b/,
  /\b(?:elim[ií]n(?:en|e|a)(?:me|nos)|b[óo]rr(?:en|e|a)(?:me|nos)|qu[íi]t(?:en|e|a)(?:me|nos)|saquen?me|sácame)\b/,
  /\bno (?:quiero|deseo|queremos|deseamos) (?:recibir|más|seguir recibiendo)/,
  /\bno (?:me|nos) (?:escriba[ns]?|envíe[ns]?|mande[ns]?|contacte[ns]?) más/,
];

const pt: readonly RegExp[] = [
  /\b(?:descadastr(?:ar|e|em)|me descadastr|cancelar? (?:a )?(?:minha )?(?:inscrição|assinatura|subscrição))/,
  /\b(?:retir(?:e|em|ar)|remov(?:a|am|er)) (?:o )?(?:me |meu |minha |nosso )/,
  /\b(?:me (?:remov|retir)(?:a|am|e|em)|remov(?:a|am|er)-me|retir(?:e|em|ar)-me)\b/,
  /\bnão (?:quero|desejo|queremos) (?:mais )?receber/,
];

const it: readonly RegExp[] = [
  /\b(?:cancell(?:ate|a|i|ar)mi|rimuov(?:ete|i|er)mi|rimuovimi|toglie(?:te|r)mi|disiscriv(?:ete|i|er)mi|mi (?:cancelli|rimuova|tolga|disiscriva))(?!\p{L})/u,
  /\bnon (?:desidero|voglio|vogliamo|desideriamo) (?:più |ulteriormente )?ricevere/,
  /\bnon (?:mi |ci )?(?:scriv(?:ete|a)|contatt(?:ate|i|atemi)|inviat(?:e|emi))(?:mi|ci)? più/,
];

/** Languages in which only the plainest words are known. */
const others: readonly RegExp[] = [
  /退订|取消订阅|不要再(?:给我)?发/u,
  /配信(?:を)?停止|購読(?:を)?解除|登録(?:を)?解除/u,
  /수신\s?거부|구독\s?(?:취소|해지)|목록에서 (?:삭제|제거)/u,
  /usun\p{L}+ mnie z|wypis\p{L}+ mnie|nie chcę (?:więcej|otrzymywać)/u,
  /διαγρ\p{L}+ με|δεν θέλω άλλα μηνύματα/u,
  /видал\p{L}+ мене|удалите меня|отпи\p{L}+ меня|відпи\p{L}+ мене|не хочу (?:більше )?(?:отримувати|получать)/u,
  /إلغاء الاشتراك/u,
  /सूची से हटा/u,
  /hủy đăng ký|xóa tôi khỏi/u,
  /\b(?:afmelden|uitschrijven|schrijf (?:mij|me) uit|geen (?:e-?)?mails? meer)\b/u,
];

const asks: readonly RegExp[] = [...en, ...de, ...fr, ...es, ...pt, ...it, ...others];

/** "Don't unsubscribe me" and "how do people unsubscribe" ask for something else. */
const denied =
  /\b(?:don'?t|do not|never) (?:unsubscribe|remove|delete|take)\b|\bhow (?:do|can|would|does|did)\b[^.!?]{0,60}\bunsubscribe|\b(?:our|their|your) (?:users?|customers?|subscribers?|clients?|recipients?)\b[^.!?]{0,40}\bunsubscrib/;

/**
 * Whether somebody asks, in their own words, to get no more mail (B14). Give it what they wrote themselves, without
 * the quote: our own footer below says "unsubscribe" too.
 *
 * @param text visible text of the mail
 * @param subject used only where the text is empty
 */
export function asksToStop(text: string, subject = ""): boolean {
  const said = text.trim() === "" ? subject.replace(/^(?:re|aw|fwd?)\s*:\s*/iu, "") : text;
  const words = said.normalize("NFC").replace(/[’‘]/g, "'").toLowerCase().trim();
  const lines = words
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const short = lines.length <= 4 && words.length < 200;
  // Further down it may be the footer of a quote that was not known for one.
  if (short && lines.slice(0, 2).some((line) => alone.test(line))) return true;
  const one = lines.join(" ").replace(/\s+/g, " ");
  if (one.split(" ").length > mostWords || denied.test(one)) return false;
  return asks.some((pattern) => pattern.test(one));
}
