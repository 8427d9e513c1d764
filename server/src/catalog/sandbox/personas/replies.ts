/** What personas write back. Each text is one a busy person could have sent; {me} is their first name. */

export type ReplyMood = "interested" | "declines" | "not-now" | "asks-to-stop";

interface Phrases {
  readonly interested: readonly [string, ...string[]];
  readonly declines: readonly [string, ...string[]];
  readonly "not-now": readonly [string, ...string[]];
  readonly "asks-to-stop": readonly [string, ...string[]];
  /** {until} is the date of the return, written in the language. */
  readonly away: string;
  readonly awaySubject: string;
}

const phrases = {
  en: {
    interested: [
      "Yes, that would help. Could you do Thursday after 2? If you send a link I'll pick a slot.\n\n{me}",
      "Good timing, we were talking about this on Monday. What would it cost for two sites?\n\nThanks\n{me}",
      "Sure, send the picture over. And is there somebody at a company our size I could talk to?\n\n{me}",
    ],
    declines: [
      "Thanks, but we built something in house last year and we are happy with it.\n\n{me}",
      "Not for us, I'm afraid. All the best with it.\n\n{me}",
    ],
    "not-now": [
      "Interesting, but we are in the middle of a migration. Please write again in three months.\n\n{me}",
      "Budget is closed for this year. Come back to me in January?\n\n{me}",
    ],
    "asks-to-stop": ["Please take me off your list, I don't want any more of these emails.\n\n{me}"],
    away: "Hello,\n\nI am out of the office and will be back on {until}. I do not read mail in the meantime.\n\nKind regards\n{me}",
    awaySubject: "Automatic reply",
  },
  de: {
    interested: [
      "Das klingt interessant. Passt Ihnen Donnerstag, 14 Uhr? Dann nehme ich gleich die Kollegin aus der Logistik dazu.\n\nViele Grüße\n{me}",
      "Gerne. Schicken Sie mir bitte vorab zwei Seiten dazu, dann melde ich mich.\n\nBeste Grüße\n{me}",
    ],
    declines: ["Danke, aber wir sind da schon versorgt und wollen nicht wechseln.\n\n{me}"],
    "not-now": [
      "Im Moment leider nicht, wir stecken mitten in einer Umstellung. Melden Sie sich gern in drei Monaten wieder.\n\n{me}",
    ],
    "asks-to-stop": ["Bitte nehmen Sie mich aus dem Verteiler, ich möchte keine weiteren E-Mails.\n\n{me}"],
    away: "Guten Tag,\n\nich bin zurzeit nicht im Büro und ab {until} wieder erreichbar. E-Mails werden nicht weitergeleitet.\n\nMit freundlichen Grüßen\n{me}",
    awaySubject: "Abwesenheitsnotiz",
  },
  fr: {
    interested: [
      "Bonjour, oui, cela nous intéresse. Seriez-vous disponible jeudi vers 10 h pour en parler ?\n\nCordialement,\n{me}",
    ],
    declines: ["Merci, mais nous avons déjà ce qu'il nous faut.\n\n{me}"],
    "not-now": ["Ce n'est pas le bon moment, nous clôturons l'exercice. Recontactez-moi dans trois mois.\n\n{me}"],
    "asks-to-stop": ["Merci de me désinscrire de votre liste, je ne souhaite plus recevoir vos messages.\n\n{me}"],
    away: "Bonjour,\n\nJe suis absent du bureau et serai de retour le {until}.\n\nCordialement,\n{me}",
    awaySubject: "Réponse automatique",
  },
  es: {
    interested: ["Hola, sí, me interesa. ¿Podemos hablar el jueves por la tarde?\n\nUn saludo,\n{me}"],
    declines: ["Gracias, pero ya trabajamos con otro proveedor y estamos contentos.\n\n{me}"],
    "not-now": ["Ahora mismo no es buen momento. Escríbeme de nuevo dentro de tres meses.\n\n{me}"],
    "asks-to-stop": ["Por favor, dadme de baja de esta lista. No quiero recibir más correos.\n\n{me}"],
    away: "Hola:\n\nEstoy fuera de la oficina y volveré el {until}.\n\nUn saludo,\n{me}",
    awaySubject: "Respuesta automática",
  },
  pt: {
    interested: ["Olá, faz sentido para nós, sim. Você tem um horário na quinta de manhã?\n\nAbraço,\n{me}"],
    declines: ["Obrigada, mas já temos uma solução e não pensamos em mudar.\n\n{me}"],
    "not-now": ["Agora não dá, estamos trocando de sistema. Pode me escrever de novo em três meses?\n\n{me}"],
    "asks-to-stop": ["Por favor, retire meu e-mail da lista. Não quero mais receber estas mensagens.\n\n{me}"],
    away: "Olá,\n\nEstou fora do escritório e volto em {until}.\n\nAtenciosamente,\n{me}",
    awaySubject: "Resposta automática",
  },
  it: {
    interested: ["Buongiorno, sì, mi interessa. Possiamo sentirci giovedì alle 15?\n\nCordiali saluti\n{me}"],
    declines: ["Grazie, ma siamo già organizzati così.\n\n{me}"],
    "not-now": ["In questo periodo no, stiamo chiudendo l'anno. Mi riscriva tra tre mesi.\n\n{me}"],
    "asks-to-stop": ["Per favore cancellatemi dalla lista, non desidero ricevere altre e-mail.\n\n{me}"],
    away: "Buongiorno,\n\nsono fuori ufficio e rientrerò il {until}.\n\nCordiali saluti\n{me}",
    awaySubject: "Risposta automatica",
  },
  pl: {
    interested: ["Dzień dobry, tak, chętnie zobaczę. Czy pasuje czwartek o 13:00?\n\nPozdrawiam\n{me}"],
    declines: ["Dziękuję, ale mamy już swoje rozwiązanie.\n\n{me}"],
    "not-now": ["Teraz to nie jest dobry moment. Proszę odezwać się za trzy miesiące.\n\n{me}"],
    "asks-to-stop": ["Proszę usunąć mnie z listy, nie chcę więcej takich wiadomości.\n\n{me}"],
    away: "Dzień dobry,\n\njestem poza biurem, wracam {until}.\n\nPozdrawiam\n{me}",
    awaySubject: "Automatyczna odpowiedź",
  },
  el: {
    interested: ["Καλημέρα, ναι, μας ενδιαφέρει. Μπορείτε την Πέμπτη στις 11;\n\nΕυχαριστώ,\n{me}"],
    declines: ["Ευχαριστώ, αλλά έχουμε ήδη λύση και είμαστε ικανοποιημένοι.\n\n{me}"],
    "not-now": ["Δεν είναι η κατάλληλη στιγμή. Γράψτε μου ξανά σε τρεις μήνες.\n\n{me}"],
    "asks-to-stop": ["Παρακαλώ διαγράψτε με από τη λίστα σας, δεν θέλω άλλα μηνύματα.\n\n{me}"],
    away: "Καλημέρα,\n\nλείπω από το γραφείο και επιστρέφω στις {until}.\n\nΜε εκτίμηση,\n{me}",
    awaySubject: "Αυτόματη απάντηση",
  },
  uk: {
    interested: ["Доброго дня, так, це цікаво. Вам зручно у четвер о 12:00?\n\nДякую,\n{me}"],
    declines: ["Дякую, але ми вже маємо власне рішення.\n\n{me}"],
    "not-now": ["Зараз не на часі. Напишіть, будь ласка, за три місяці.\n\n{me}"],
    "asks-to-stop": ["Будь ласка, видаліть мене зі списку розсилки, я не хочу отримувати ці листи.\n\n{me}"],
    away: "Доброго дня,\n\nмене немає в офісі, повернуся {until}.\n\nЗ повагою,\n{me}",
    awaySubject: "Автоматична відповідь",
  },
  zh: {
    interested: ["您好，这个我们有兴趣。周四下午方便通个电话吗？\n\n{me}"],
    declines: ["谢谢，我们已经有类似的系统，暂时不考虑更换。\n\n{me}"],
    "not-now": ["目前不太合适，请三个月后再联系我。\n\n{me}"],
    "asks-to-stop": ["请把我从邮件列表中删除，不要再给我发邮件了。退订。\n\n{me}"],
    away: "您好，\n\n我目前不在办公室，将于{until}返回。\n\n{me}",
    awaySubject: "自动回复",
  },
  ja: {
    interested: ["ご連絡ありがとうございます。ぜひ詳しく伺いたいです。木曜の午後はいかがでしょうか。\n\n{me}"],
    declines: ["ありがとうございます。あいにく自社の仕組みで間に合っております。\n\n{me}"],
    "not-now": ["今は時期が合いません。三か月後に改めてご連絡いただけますか。\n\n{me}"],
    "asks-to-stop": ["今後の配信停止をお願いいたします。メールは不要です。\n\n{me}"],
    away: "お世話になっております。\n\n{until}まで不在にしております。戻り次第ご連絡いたします。\n\n{me}",
    awaySubject: "自動返信",
  },
  ko: {
    interested: ["안녕하세요, 관심 있습니다. 목요일 오후에 통화 가능하실까요?\n\n{me} 드림"],
    declines: ["감사합니다만 이미 사용 중인 시스템이 있습니다.\n\n{me}"],
    "not-now": ["지금은 시기가 맞지 않습니다. 세 달 뒤에 다시 연락 주세요.\n\n{me}"],
    "asks-to-stop": ["수신거부합니다. 목록에서 삭제해 주세요.\n\n{me}"],
    away: "안녕하세요,\n\n현재 부재 중이며 {until}에 복귀합니다.\n\n{me} 드림",
    awaySubject: "자동 회신",
  },
  ar: {
    interested: ["مرحباً، نعم هذا يهمنا. هل يناسبكم الخميس الساعة الحادية عشرة؟\n\nمع التحية\n{me}"],
    declines: ["شكراً لكم، لدينا حل بالفعل ولا ننوي تغييره.\n\n{me}"],
    "not-now": ["الوقت غير مناسب حالياً. أرجو التواصل معي بعد ثلاثة أشهر.\n\n{me}"],
    "asks-to-stop": ["أرجو إلغاء الاشتراك وإزالة اسمي من القائمة.\n\n{me}"],
    away: "مرحباً،\n\nأنا خارج المكتب وسأعود في {until}.\n\nمع التحية\n{me}",
    awaySubject: "رد تلقائي",
  },
  hi: {
    interested: ["नमस्ते, हाँ, यह हमारे काम का है। क्या गुरुवार दोपहर बात हो सकती है?\n\nधन्यवाद,\n{me}"],
    declines: ["धन्यवाद, पर हमारे पास पहले से व्यवस्था है।\n\n{me}"],
    "not-now": ["अभी समय ठीक नहीं है। कृपया तीन महीने बाद लिखें।\n\n{me}"],
    "asks-to-stop": ["Please unsubscribe me. कृपया मुझे सूची से हटा दें, आगे ईमेल न भेजें।\n\n{me}"],
    away: "नमस्ते,\n\nमैं {until} तक कार्यालय से बाहर हूँ।\n\nसादर,\n{me}",
    awaySubject: "स्वचालित उत्तर",
  },
  vi: {
    interested: ["Chào bạn, bên mình quan tâm. Chiều thứ Năm bạn gọi được không?\n\nCảm ơn,\n{me}"],
    declines: ["Cảm ơn bạn, nhưng bên mình đã có giải pháp rồi.\n\n{me}"],
    "not-now": ["Hiện tại chưa phải lúc. Bạn liên hệ lại sau ba tháng nhé.\n\n{me}"],
    "asks-to-stop": ["Vui lòng hủy đăng ký và xóa tôi khỏi danh sách, tôi không muốn nhận thư nữa.\n\n{me}"],
    away: "Xin chào,\n\nTôi đang vắng mặt và sẽ quay lại vào {until}.\n\nTrân trọng,\n{me}",
    awaySubject: "Trả lời tự động",
  },
} as const satisfies Record<string, Phrases>;

export type ReplyLanguage = keyof typeof phrases;

export function isReplyLanguage(language: string): language is ReplyLanguage {
  return Object.hasOwn(phrases, language);
}

/** @param draw 0–1, chooses among several ways to say it */
export function replyText(mood: string, language: ReplyLanguage, firstName: string, draw: number): string {
  const all: Phrases = phrases[language];
  const texts = isMood(mood) ? all[mood] : all.declines;
  const text = texts[Math.min(texts.length - 1, Math.floor(draw * texts.length))] ?? texts[0];
  return text.replace("{me}", firstName).trimEnd();
}

function isMood(mood: string): mood is ReplyMood {
  return mood === "interested" || mood === "declines" || mood === "not-now" || mood === "asks-to-stop";
}

/** @param until ISO date of the return */
export function awayText(language: ReplyLanguage, firstName: string, until: string): string {
  const date = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC", calendar: "gregory" });
  return phrases[language].away
    .replace("{until}", date.format(new Date(`${until}T00:00:00Z`)))
    .replace("{me}", firstName);
}

export function awaySubject(language: string): string {
  return phrases[isReplyLanguage(language) ? language : "en"].awaySubject;
}
