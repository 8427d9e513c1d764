import type { BounceReasonName } from "./bounce-reasons.ts";

/** How little words say: `broad` ones are said of everything, and the others say that it was refused, or only for now. */
export type Vagueness = "broad" | "no" | "later";

/**
 * What servers write when they refuse, by reason. The first that fits decides, so what concerns the sender comes before
 * what concerns the recipient ("sender domain does not exist" says nothing about the recipient), and plain words about a
 * mailbox come before the vague ones about policy. Sources: the reply texts of Postfix, Exim, Sendmail, qmail, Courier,
 * Exchange, Gmail, Microsoft 365, Yahoo, OpenSMTPD, Orange (postmastery.com/orange-postmaster-smtp-error-codes-ofr: "service
 * refused" is said to an IP address that is listed for a while), and the wording of RFC 5321 and RFC 3463.
 */
export const refusalWords: readonly (readonly [BounceReasonName, RegExp, Vagueness?])[] = [
  // Programs that put mail into a mailbox, and their output: their words are about files.
  [
    "unreachable",
    /procmail:|command output:(?![^;\n]{0,40}invalid user)|mailer error|(?:can't|couldn't|cannot) create|child process|pipe to \||local delivery failed|loops? back to myself|too many hops|(?:internal|system) (?:\w+ )?error|requests? to connect|unexpected name server reply|insufficient (?:system|disk) (?:storage|space)(?! [^.;\n]{0,20}(?:user|mailbox|quota))/i,
  ],
  // Only people of that organization may write (Exchange), only members of the group (Google Groups).
  [
    "policy",
    /resolver\.rst\.(?:auth|not)|authrequired|delivery not authorized|groups\.google\.com\/|content presents a potential|(?:scored|identified|detected|considered|classified|marked|flagged) as (?:\w+ )?spam|black ?listed (?:url|link)|(?<!\bip )address(?:es)? [^.;\n]{0,30}black ?listed/i,
  ],
  [
    "reputation",
    /\[tss\d+\]|user complaints|unexpected volume|messages from [\d.]+ weren't sent|spamhaus|barracuda|\br?[bd]nsbl\b|\brbl\b|(?:poor|bad|low) reputation|relay quota|(?<!not an )open (?:mail )?relay|service refus[eé]/i,
  ],
  [
    "rate",
    /too many recipients|sent (?:to )?too many|receiving mail at a rate|rate.limit|frequency (?:is )?limited|throttl|too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions)|(?:connection|sending|message) (?:rate|frequency)|too (?:fast|frequent)|slow down|excessive (?:number of )?(?:connections|messages)|(?:connections?|sessions?) (?:from|per) [^.;\n]{0,40}exceed|connection limit|(?:maximum|max) (?:number of )?connections|concurrent connections|messages? (?:per|an|this) (?:hour|minute|day)|(?:hourly|daily) limit/i,
  ],
  ["mailbox_full", /mail ?box[^.;\n]{0,30}(?:\bfull\b|exceed)/i],
  [
    "sender_auth",
    /\bspf\b|\bdkim\b(?!-signature)|\bdmarc\b|sender policy framework|sender.?id\b[^.;\n]{0,20}fail|unauthenticated|not authenticated|authenticat(?:ed|ion) level|authentication (?:checks? |results? )?(?:failed|required|failure)|\bptr\b|reverse.?dns|\brdns\b|reverse (?:mapping|lookup|hostname|address|name)|fcrdns|(?:valid|proper|generic|dynamic) (?:reverse|ptr|rdns)|mismatch\w* client ip|(?:no|without) (?:a )?(?:reverse|ptr|host ?name)|client host rejected: cannot find your|no reverse delegation|(?:ip|host)[^.;\n]{0,40}(?:does not resolve|not resolvable|no dns)|does(?: not|n't) pass (?:the )?(?:\w+ )?(?:authentication|verification)|fail\w* (?:to pass )?(?:\w+ )?authentication|authentication information|not designated|email rejected per|domain's policy|can(?:not|'t) (?:find|resolve|get) your (?:reverse |host ?|ip|name|address|server)/i,
  ],
  [
    "policy",
    /(?:sender|mail from|envelope.from|from address|return-?path|reverse-path|\bhelo\b|\behlo\b)\b[^.;\n]{0,60}(?:rejected|denied|refused|not exist|not found|not resolve|could not be|not allowed|not accepted|invalid|blocked|verif)|domain of sender|cannot resolve your|sender (?:was )?rejected|posting (?:to|messages)|permission to (?:post|send)|not (?:authori[sz]ed|allowed|permitted) to (?:send|post|submit)|relay(?:ing)?\b[^.;\n]{0,30}(?:den|not|prohib|disallow)|insecure mail relay|not? (?:permitted |allowed )?to relay|(?:invalid|bogus|unverified|unknown) sender|verify (?:the )?sender|callout|not a gateway/i,
  ],
  [
    "too_big",
    /message (?:size|length|is too|too (?:big|large|long))|too (?:big|large) (?:message|mail)|(?:message|mail|data|attachment)\b[^.;\n]{0,30}(?:too (?:big|large)|exceed\w* [^.;\n]{0,30}(?:size|length))|size limit|(?:exceed\w*|maximum)[^.;\n]{0,40}(?:\bsize\b|length)|fixed maximum/i,
  ],
  [
    "mailbox_full",
    /(?:mail ?box|mail ?folder|inbox|user|account|recipient|storage|quota|disk|spool)[^.;\n]{0,60}(?:\bfull\b|over ?quota|quota|exceed|insufficient|out of space|no space)|over (?:its |their |the )?(?:disk |storage )?quota|quota (?:exceed|violat|full|limit)|exceed\w* (?:the |its |his |their )?(?:\w+ )?(?:quota|storage|mailbox|disk)|not enough (?:storage|space|disk|quota)|insufficient (?:disk|storage|space)|(?:storage|space|quota) (?:is )?not enough|too much mail data|too many messages in|disk quota|storage limit/i,
  ],
  [
    "not_accepting",
    /(?:account|mail ?box|user|recipient|address|e-?mail|destinataire)[^.;\n]{0,50}(?:suspend|disabled|deactivated|inactive|not active|(?:is|temporar\w+) locked|frozen|expired|dormant|discontinued|is blocked|unable to receive|not (?:currently )?accepting)|(?:suspended|disabled|inactive|deactivated|frozen|locked|blocked) (?:account|mail ?box|user|recipient)|temporarily (?:disabled|suspended|inactive)/i,
  ],
  [
    "content",
    /virus|malware|infected|attachment[^.;\n]{0,40}(?:not|block|reject|prohib)|not rfc ?\d{3,4} compliant|rfc ?\d{3,4}[^.;\n]{0,30}(?:compl|violat)|malformed|line (?:is )?too long|multiple from|duplicate header|more than one from|(?:multiple|duplicate|invalid|missing|more than one) [^.;\n]{0,30}(?:headers?|addresses in from)\b|(?:header|from:)[^.;\n]{0,40}(?:not accepted|missing|invalid)|bare (?:lf|cr)|8-?bit|syntax error|(?:improper|bad) (?:sequence|use)|(?:command|parameter) (?:unrecognized|not (?:recogni[sz]ed|implemented))|unrecogni[sz]ed command/i,
  ],
  [
    "no_mailbox",
    /user unknown|unknown (?:user|recipient|address(?! error)|mailbox|account|local.part|or illegal alias)|not listed in|address rejected(?:: access denied|\.?$)|(?:5[.]1[.]1|550)[^.;\n]{0,20}address rejected|address (?:couldn't|could not) be found|not recognized|recipient name is not|invalid final delivery|check if (?:the )?address is correct|no such (?:user|mailbox|recipient|address|account|person|local user|e-?mail)|not a (?:known|valid) (?:user|recipient|mailbox|address)|(?:user|recipient|mail ?box|account|address(?:ee)?|alias|e-?mail|inbox|username)[^;\n]{0,70}(?:do(?:es)? ?n[o']t exist|not exist|not found|unknown|invalid|not valid|no longer (?:exist|available|valid|in use|active|on|with|here|works)|not known|is not (?:here|listed|a valid|registered)|unavailable|couldn't be found|could not be found|undeliverable|not a local)|(?:invalid|bad|nonexist\w*|non-exist\w*|undeliverable|illegal|unroutable) (?:recipient|mail ?box|user|address)|does not like recipient|not our (?:customer|user)|no account by that name|no mailbox (?:here|found|by that)|delivery error: dd |can(?:not|'t) find (?:user|mailbox)|has moved|user (?:has )?(?:left|moved)|not local; please try|unknown local/i,
  ],
  // Yahoo's and its copies', which also come from a filter behind the mailbox list.
  ["not_accepting", /does ?n[o']t have an? \S+ account/i],
  [
    "no_mail_host",
    /dns lookup failure|(?:host|domain|name) \S+ (?:was )?not found|(?:host|domain|name)[^.;\n]{0,60}(?:not found|unknown|does ?n[o']t exist|not exist|no such|not resolve|lookup fail|could not be found|unresolv|couldn't be found)|host unknown|no such (?:domain|host)|unknown (?:host|domain)|(?:invalid|unreachable) domain|nxdomain|no mx\b|null ?mx|does(?: not|n't) (?:accept|receive) (?:any )?(?:e-?mail|mail)|no smtp service|bad destination (?:system|host)|mx records? point|no route to domain|unrouteable (?:mail domain|address)|couldn't find any host|(?:bad|illegal|invalid) (?:host|domain|destination(?! mailbox))|domain is not reachable/i,
  ],
  [
    "reputation",
    /spamhaus|barracuda|\br?[bd]nsbl\b|\brbl\b|black ?list|block ?list|reputation|(?:is|are|been|was|were|ip|address|client|host)\b[^.;\n]{0,30}\bblocked|blocked (?:by|using|for|from|due)|listed (?:in|on|at|by)|block list|part of their network|user complaints|unexpected volume|poor|banned|abus|daily relay quota|client host rejected|(?:reject|refus|deni|not accept|disallow|unwelcome)\w*[^.;\n]{0,40}(?:your (?:ip|host|server|network)|ip address|connection from|mail from (?:your )?(?:ip|\[?\d+\.))|your (?:ip|host|server|network)\b[^.;\n]{0,60}(?:reject|refus|deni|not (?:allowed|accepted)|dynamic)|dynamic (?:ip|address|host)|not accepting (?:messages|mail|connections) from|unusual rate|unwanted/i,
  ],
  [
    "policy",
    /spam|polic(?:y|ies)|access denied|not permitted|administrative(?:ly)? prohib|prohibited|unsolicited|bulk mail|too many (?:messages|errors)|greylist|suspicious|not allowed|starttls|security (?:polic|reason|issue|violation)|not secure/i,
    "broad",
  ],
  ["policy", /denied|rejected|(?<!connection )refused(?! to talk)/i, "no"],
  [
    "unreachable",
    /timed? ?out|connection (?:refused|reset|lost|dropped|closed|attempts? failed)|(?:could not|couldn't|cannot|can't|unable to|wasn't able to|failed to) (?:connect|establish|contact|open|reach)|retry (?:time|timeout|limit)|failed \d+ attempts|dns (?:error|type)|name service error|too long|expired|not (?:been )?(?:able to be )?delivered (?:for|within|after)|giving up|network|server (?:unavailable|busy|not available|too busy)|service (?:currently |temporarily |is )?(?:not available|unavailable)|hosts have been failing|deferred|not responding|did not respond|undelivered for|disk full|system (?:error|full)|local error|internal error|loop|too many hops|unrecoverable error|remote protocol error|no answer/i,
    "broad",
  ],
  ["unreachable", /temporar|try again/i, "later"],
];
