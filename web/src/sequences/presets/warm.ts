import { byHand, hello, mail, type Preset, signed, theirCompany, whom } from "./preset.ts";

export const afterMeeting: Preset = {
  id: "after-meeting",
  title: "After a meeting",
  text: "Keeps a demo or call from going quiet",
  steps: [
    mail({
      subject: "Our next step, {{ contact.firstName | default: 'as I understood it' }}",
      says: [
        hello,
        "thank you for your time. Before the day gets in the way, the three things I took with me: what you want to change, what must not break on the way, and who else has to agree.",
        "Did I miss one, or get one wrong? A word is enough, and I will send a plan that fits.",
        signed,
      ],
    }),
    mail({
      after: 2,
      says: [
        hello,
        "did the others have questions you could not answer? Forward them as they are; I will answer in plain words, and you need not translate.",
        signed,
      ],
    }),
    mail({
      after: 4,
      says: [
        hello,
        "I have kept a slot for us next week to decide together: go on, wait, or stop. All three are fine with me.",
        "Which day suits you?",
        signed,
      ],
    }),
  ],
};

export const inboundLead: Preset = {
  id: "inbound-lead",
  title: "Inbound lead",
  text: "Somebody asked you something",
  steps: [
    mail({
      subject: "Your question, {{ contact.firstName | default: 'and my answer' }}",
      says: [
        hello,
        "thank you for getting in touch. I am the person who answers, and you can reply to this mail directly.",
        `So that I do not waste your time: what should be different at ${theirCompany} once this works, and by when?`,
        "Two lines are plenty. If you would rather talk, send me two times that suit you.",
        signed,
      ],
    }),
    byHand({
      type: "call",
      title: `Call ${whom} back`,
      notes:
        "They asked today and are still thinking about it. Have their question in front of you; if they would rather write, say that you will answer the mail.",
      dueIn: { value: 1, unit: "hours" },
      isAwaited: false,
    }),
    mail({
      after: 1,
      says: [
        hello,
        "most people who ask want one of three things: a price, a look at it, or somebody to think along. Reply with “price”, “look” or “talk” and I will do just that.",
        signed,
      ],
    }),
    mail({
      after: 3,
      says: [
        hello,
        "perhaps it was not urgent, perhaps you found something else. Either is useful to know.",
        "Shall I keep your question open, or close it?",
        signed,
      ],
    }),
  ],
};

export const afterEvent: Preset = {
  id: "after-event",
  title: "After an event",
  text: "People you met at a fair or a talk",
  steps: [
    mail({
      subject: "Good to meet you, {{ contact.firstName | default: 'and a thank-you' }}",
      says: [
        hello,
        "events are loud, so here I am in writing. Thank you for stopping by.",
        "You will have talked to many people. If one thing from our conversation stayed with you, tell me which, and I will send what I have on exactly that.",
        signed,
      ],
    }),
    byHand({
      type: "linkedin",
      title: `Connect with ${whom} while you are remembered`,
      notes: "Say where you met and what you talked about; one sentence that only the two of you would understand.",
      dueIn: { value: 1, unit: "businessDays" },
      isAwaited: false,
    }),
    mail({
      after: 3,
      says: [
        hello,
        "back at the desk the pile is high, I know. Is it worth going on with what we talked about, or was it a nice chat and no more?",
        "A short no is fine.",
        signed,
      ],
    }),
  ],
};

export const quietCustomer: Preset = {
  id: "quiet-customer",
  title: "Quiet customer",
  text: "Not heard from in months",
  steps: [
    mail({
      subject: `How are things at ${theirCompany}?`,
      says: [
        hello,
        "we have not spoken for a while, and silence can mean that all is well or that something annoys you. I would rather ask than guess.",
        "What works for you today, and what did you stop using?",
        signed,
      ],
    }),
    mail({
      after: 5,
      says: [
        hello,
        "I looked at what changed since we last spoke. Some of it came from customers who asked for it, and I would like to show you the part that fits you, in ten minutes and without slides.",
        "Next week, or better after the month has closed?",
        signed,
      ],
    }),
    byHand({
      type: "call",
      after: 3,
      title: `Call ${whom} and ask how it is going`,
      notes:
        "A customer who does not answer two mails deserves a voice. Listen for what they stopped using; offer nothing today.",
      dueIn: { value: 2, unit: "businessDays" },
      isAwaited: true,
    }),
    mail({
      after: 7,
      says: [
        hello,
        "should you be thinking about leaving, please tell me. I will help you take your data with you, and I will learn something.",
        "And if all is well, a “fine” makes my day.",
        signed,
      ],
    }),
  ],
};

export const referral: Preset = {
  id: "referral",
  title: "Ask for a referral",
  text: "Happy customers who know others",
  steps: [
    mail({
      subject: "A small favor, {{ contact.firstName | default: 'if you like' }}",
      says: [
        hello,
        `it has been good to work with ${theirCompany}, and so I dare to ask: who do you know that fights with what you fought with before?`,
        "You need not write anything. A name is enough; I will say that it came from you only if you want me to, and I will write once.",
        signed,
      ],
    }),
    mail({
      after: 6,
      says: [
        hello,
        "no name came to mind? That is an answer I understand. If you would rather say in two sentences what has changed for you, that helps me just as much, and you see it before anybody else does.",
        signed,
      ],
    }),
  ],
};

export const lastTouch: Preset = {
  id: "last-touch",
  title: "Last touch",
  text: "Ends a long silence politely",
  steps: [
    mail({
      subject: "Shall I close this, {{ contact.firstName | default: 'or keep it open' }}?",
      says: [
        hello,
        "we have been in touch before, and then it went quiet. I do not want to be one more mail you feel bad about.",
        "Please send me a number:<br>1 – not now, ask me in three months<br>2 – no longer a topic<br>3 – still interested, I had no time",
        signed,
      ],
    }),
    mail({
      after: 5,
      says: [
        hello,
        "I take it as a 2 and close the file. Nothing more will come from me.",
        "Thank you for reading this far. If things change, you know where I am.",
        signed,
      ],
    }),
  ],
};
