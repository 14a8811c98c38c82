/** What was taken out of a text. The words of the replacement are the kind's, with spaces. */
export type MaskedKind =
  | 'access_token'
  | 'card_number'
  | 'cloud_key'
  | 'email_address'
  | 'password'
  | 'phone_number'
  | 'private_key'
  | 'secret'
  | 'signed_token';

/**
 * A pattern of two groups: what stays (context) and what goes. Every repetition is bounded and starts at a boundary, so that
 * no input makes the engine try more than a fixed number of steps per character.
 */
export type SecretPattern = {
  readonly kind: MaskedKind;
  readonly pattern: RegExp;
  /** Refuses what only looks like it. `context` is the first group, `value` the second. */
  readonly isMeant?: (value: string, context: string) => boolean;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
/** `${PASSWORD}`, `<token>`, `***`, `your-api-key`: something to fill in, not something filled in. */
const placeholder =
  /^(?:[*x.•_-]+|[<${%[(].*|(?:your|my|the|some|insert|enter|replace)[-_ ].*|redacted.*|placeholder|example|changeme|todo)$/iu;
/** Types, constants and expressions of programs: `token: string`, `password = os.environ.get(`. */
const code =
  /^(?:true|false|null|none|undefined|nil|string|str|number|int|integer|bool|boolean|bytes|optional|required|empty|missing|invalid|expired|wrong|yes|no|on|off|\d{1,5}|(?:process|os|env|secrets?|vars?|self|this|config|settings|params|args|options|req|request|ctx)[.[].*|[^(]{0,80}\(.*|[a-z]{1,30}\[[a-z]*|[a-z_]+(?:\.[a-z_]+)+)[;,.]?$/iu;
/** Names and plain words: `my-tls-secret`, `kubernetes.io`, `authentication`. */
const plainWords = /^[A-Za-z]{0,40}[a-z](?:[-_.:/][A-Za-z]{1,40}){0,20}[.!?:]?$/u;
const nameOfAnAspect =
  /(?:count|limit|type|name|url|uri|endpoint|file|path|dir|ttl|expiry|expires|expiration|length|size|policy|version|field|id|ids|tokens)["']?\]?\s*[:=>]*\s*$/iu;
const talkAboutHashes = /commit|sha-?\d|digest|checksum|hash|revision|\brev\b|image|layer|trace|span|request.?id/iu;

/** Shannon entropy in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

function looksRandom(value: string): boolean {
  if (uuid.test(value)) return false;
  if (/^[0-9a-f]+$/iu.test(value)) return value.length >= 32 && entropy(value) >= 3;
  const isMixed = /\d/u.test(value) && /[a-z]/u.test(value) && /[A-Z]/u.test(value);
  return isMixed && entropy(value) >= 3.4 && !/^(?:[\w.-]*\/){3}/u.test(value);
}

function unquoted(value: string): string {
  return value.replace(/^["'`]|["'`]$/gu, '');
}

function isPasswordValue(value: string, context: string): boolean {
  const bare = unquoted(value);
  if (bare.length < 3 || placeholder.test(bare) || code.test(bare) || nameOfAnAspect.test(context)) return false;
  // In prose ("password: forgotten again") only what no dictionary has is a password.
  const isProse = bare === value && /:\s+$/u.test(context);
  return isProse ? bare.length >= 6 && !plainWords.test(bare) : true;
}

function isSecretValue(value: string, context: string): boolean {
  const bare = unquoted(value);
  if (bare.length < 8 || placeholder.test(bare) || code.test(bare) || nameOfAnAspect.test(context)) return false;
  if (plainWords.test(bare) || /^[\d.,:]+$/u.test(bare) || /^[a-z][a-z0-9+.-]{1,20}:\/\//iu.test(bare)) return false;
  // Kebab-case names with a number (`db-credentials-2`) are resources.
  return !/^[a-z]+(?:[-_.](?:[a-z]{1,20}|v?\d{1,4}))+$/u.test(bare) && (/\d/u.test(bare) || entropy(bare) >= 3.4);
}

function isUrlPassword(value: string): boolean {
  return !placeholder.test(value);
}

/** The check digit of card numbers (Luhn, ISO/IEC 7812-1), and a length and prefix that some scheme issues. */
function isCardNumber(value: string): boolean {
  const digits = value.replace(/\D/gu, '');
  const issued =
    /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12})$/u;
  if (!issued.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isInternationalPhone(value: string): boolean {
  const digits = value.replace(/\D/gu, '').length;
  return digits <= 15 && (digits >= 10 || (digits >= 8 && /[ ().-]/u.test(value)));
}

function isPhoneAfterItsName(value: string): boolean {
  const digits = value.replace(/\D/gu, '').length;
  return digits >= 7 && digits <= 15 && !/^\d{4}-\d\d-\d\d/u.test(value) && !/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(value);
}

const secretWord = String.raw`secrets?|tokens?|api[ _-]?keys?|access[ _-]?keys?|auth[ _-]?keys?|private[ _-]?keys?|signing[ _-]?keys?|encryption[ _-]?keys?|account[ _-]?keys?|credentials?`;
const passwordWord = String.raw`passwords?|passwd|passphrase|passwort|contraseña|pwd`;
const assigned = String.raw`[\w-]{0,20}["']?\]?\s{0,3}(?::=|=>|==?|:)\s{0,3}`;
const value = String.raw`"[^"\n]{1,512}"|'[^'\n]{1,512}'|[^\s"',;&)}\]<>]{1,512}`;

/** Earlier patterns win over later ones where they overlap. */
export const secretPatterns: readonly SecretPattern[] = [
  {
    kind: 'signed_token',
    pattern: /(?<![\w-])()(eyJ[\w-]{8,8192}\.eyJ[\w-]{4,8192}(?:\.[\w-]{0,4096})?)/gu,
  },
  {
    kind: 'access_token',
    pattern:
      /(?<![A-Za-z0-9])()((?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255}|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas|rtr)-[\w.-]{20,300}|xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-\d-[A-Za-z0-9-]{10,250}|npm_[A-Za-z0-9]{30,255}|pypi-[\w-]{50,400}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9+/=]{20,128}|SG\.[\w-]{16,32}\.[\w-]{30,64}|sk-[\w-]{20,250}|hf_[A-Za-z0-9]{30,64}|do[opr]_v1_[a-f0-9]{64}|dckr_pat_[\w-]{20,64}|hv[sbr]\.[\w-]{24,250}|glsa_\w{30,64}|ya29\.[\w-]{20,1024}|GOCSPX-[\w-]{20,40}|lin_api_[A-Za-z0-9]{30,64}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|dp\.[a-z]{2,4}\.[A-Za-z0-9]{40,44}))(?![A-Za-z0-9])/gu,
  },
  {
    kind: 'access_token',
    pattern: /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)([A-Za-z0-9+/_-]{20,120})/gu,
  },
  {
    kind: 'cloud_key',
    pattern:
      /(?<![A-Za-z0-9])()((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|AIza[\w-]{35}|[\w~.-]{3}8Q~[\w~.-]{31,34})(?![A-Za-z0-9])/gu,
  },
  {
    kind: 'cloud_key',
    pattern:
      /((?:AccountKey|SharedAccessKey|SharedAccessSignature|[?&]sig|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature)=)([A-Za-z0-9%+/=_-]{20,2048})/giu,
  },
  {
    kind: 'access_token',
    pattern:
      /(authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer|basic|token|apikey|digest|negotiate)\s{1,4})([\w.~+/=-]{6,8192})/giu,
    isMeant: (found) => !placeholder.test(found),
  },
  {
    kind: 'access_token',
    pattern: /(\b(?:bearer|basic)\s{1,4})([\w.~+/=-]{16,8192})/giu,
    isMeant: (found) => /\d/u.test(found) || entropy(found) >= 3.9,
  },
  {
    kind: 'secret',
    pattern: /(\b(?:set-)?cookie["']?:\s{0,2}["']?)([\w.-]{1,64}=[^\s"';]{4,4000}(?:;\s?[^\s"';]{1,1000}){0,40})/giu,
  },
  {
    kind: 'password',
    pattern: /((?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,128}:)([^\s/"'<>]{1,256})(?=@)/giu,
    isMeant: isUrlPassword,
  },
  {
    kind: 'password',
    pattern: /(\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =]{1,3}["']?[^\s:"']{1,64}:)([^\s"']{2,128})/gu,
    isMeant: isUrlPassword,
  },
  {
    kind: 'password',
    pattern: new RegExp(String.raw`((?<![\w-])[\w.-]{0,60}?(?:${passwordWord})${assigned})(${value})`, 'giu'),
    isMeant: isPasswordValue,
  },
  {
    kind: 'secret',
    pattern: new RegExp(String.raw`((?<![\w-])[\w.-]{0,60}?(?:${secretWord})${assigned})(${value})`, 'giu'),
    isMeant: isSecretValue,
  },
  {
    kind: 'secret',
    pattern: new RegExp(
      String.raw`(\b(?:${secretWord}|${passwordWord})\b[^\n]{0,30}?)(?<![\w+/=.-])([A-Za-z0-9+/_-]{20,512}={0,2})(?![\w+/=-])`,
      'giu',
    ),
    isMeant: (found, context) => looksRandom(found) && !talkAboutHashes.test(context),
  },
  {
    kind: 'password',
    pattern: /(\b(?:password|passphrase)\s{1,2}(?:is|was)\s{1,2})([^\s,;]{6,128})/giu,
    isMeant: (found) => !plainWords.test(unquoted(found)) && !placeholder.test(found),
  },
  {
    kind: 'email_address',
    pattern:
      /(?<![\p{L}\p{N}._%+-])()((?!git@|hg@)[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?=[\p{L}\p{N}])[\p{L}\p{N}.-]{1,190}\.\p{L}{2,24})(?![\p{L}\p{N}_])/giu,
  },
  {
    kind: 'card_number',
    pattern: /(?<![\w.+-])()(\d(?:[ -]?\d){12,18})(?![\w-])/gu,
    isMeant: isCardNumber,
  },
  {
    kind: 'phone_number',
    pattern: /(?<![\w.+/-])()((?:\+[1-9]\d{0,2}|00[1-9]\d{1,2})(?:[ .()/-]{0,2}\d){6,12})(?![\w.-]?\w)/gu,
    isMeant: isInternationalPhone,
  },
  {
    kind: 'phone_number',
    pattern: /(?<![\w.+/-])()((?:1[ -])?(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4})(?![\w-])/gu,
  },
  {
    kind: 'phone_number',
    pattern: /(\b(?:tel|phone|mobile|whatsapp|telefon|cell)\b[^\d\n+]{0,12})(\d[\d ()./-]{5,20}\d)(?![\w-])/giu,
    isMeant: isPhoneAfterItsName,
  },
];
