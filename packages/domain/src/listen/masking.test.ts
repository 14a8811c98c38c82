import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask, type MaskedKind } from './index.ts';

/** Made-up secrets, put together here so that no scanner mistakes this file for a leak. */
const letters = 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0eF3hJ5kL7nP9rS';
const random = (length: number): string => letters.repeat(3).slice(0, length);
const hex = (length: number): string =>
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'.slice(0, length);
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', random(43)].join('.');
const pem = (label: string): string =>
  `-----BEGIN ${label}PRIVATE KEY-----\n${random(64)}\n${random(64)}\n-----END ${label}PRIVATE KEY-----`;

const shouldMask: readonly (readonly [text: string, kind: MaskedKind, secret: string])[] = [
  [`key ${'AKIA' + 'IOSFODNN7EXAMPLE'} leaked`, 'cloud_key', 'AKIA' + 'IOSFODNN7EXAMPLE'],
  [`aws_secret_access_key = ${'wJalrXUtnFEMI/K7MDENG/' + 'bPxRfiCYEXAMPLEKEY'}`, 'secret', 'wJalrXUtnFEMI'],
  [`export AWS_SESSION_TOKEN=${random(120)}`, 'secret', random(120)],
  [`maps key ${'AIza' + random(35)}`, 'cloud_key', 'AIza' + random(35)],
  [`DefaultEndpointsProtocol=https;AccountKey=${random(86)}==;EndpointSuffix=core`, 'cloud_key', random(86)],
  [`https://x.blob.core.windows.net/c?sv=2022&sig=${random(43)}%3D`, 'cloud_key', random(43)],
  [`Endpoint=sb://x/;SharedAccessKey=${random(43)}=`, 'cloud_key', random(43)],
  [`pushed with ${'ghp_' + random(36)}.`, 'access_token', 'ghp_' + random(36)],
  [`remote: ${'github_pat_' + random(22) + '_' + random(59)}`, 'access_token', random(59)],
  [`https://x-access-token:${'ghs_' + random(36)}@github.com/o/r`, 'access_token', random(36)],
  [`GITLAB ${'glpat-' + random(20)}`, 'access_token', random(20)],
  [`bot ${'xoxb-' + '1234567890-' + random(24)}`, 'access_token', random(24)],
  [`curl https://hooks.slack.com/services/T000/B000/${random(24)}`, 'access_token', random(24)],
  [`//registry/:_authToken=${'npm_' + random(36)}`, 'access_token', random(36)],
  [`stripe ${'sk_live_' + random(24)}`, 'access_token', random(24)],
  [`hook ${'whsec_' + random(32)}`, 'access_token', random(32)],
  [`mail ${'SG.' + random(22) + '.' + random(43)}`, 'access_token', random(43)],
  [`OPENAI ${'sk-proj-' + random(48)}`, 'access_token', random(48)],
  [`vault ${'hvs.' + random(40)}`, 'access_token', random(40)],
  [pem('RSA '), 'private_key', random(64)],
  [pem(''), 'private_key', random(64)],
  [pem('OPENSSH '), 'private_key', random(64)],
  [`{"private_key": "${pem('').replaceAll('\n', '\\n')}"}`, 'private_key', random(64)],
  [`-----BEGIN EC PRIVATE KEY-----\n${random(64)}\n(cut off here)`, 'private_key', random(64)],
  [`cookie was ${jwt}`, 'signed_token', jwt],
  [`Authorization: Bearer ${random(40)}`, 'access_token', random(40)],
  [`-H "authorization: Basic ${'dXNlcjpwYXNzd29yZA=='}"`, 'access_token', 'dXNlcjpwYXNzd29yZA'],
  [`sent Bearer ${hex(40)} and got 401`, 'access_token', hex(40)],
  [`'X-Api-Key: ${hex(32)}'`, 'secret', hex(32)],
  [`Cookie: session=${random(32)}; theme=dark`, 'secret', random(32)],
  ['postgres://app:hunter2@db:5432/x', 'password', 'hunter2'],
  ['amqp://svc:p@ss!w0rd@rabbit.internal/vhost', 'password', 'p@ss!w0rd'],
  ['redis://:s3cretpw@cache:6379', 'password', 's3cretpw'],
  ['git clone https://kim:hunter2@git.example.org/a.git', 'password', 'hunter2'],
  ['Server=db;User Id=sa;Password=Str0ng!Pw;', 'password', 'Str0ng!Pw'],
  ['DB_PASSWORD=correcthorse', 'password', 'correcthorse'],
  ['spring.datasource.password=letmein', 'password', 'letmein'],
  ['"password": "correct horse battery"', 'password', 'correct horse battery'],
  ["config['dbPassword'] = 'tr0ub4dor'", 'password', 'tr0ub4dor'],
  ['mysql pwd: Tr0ub4dor&3', 'password', 'Tr0ub4dor'],
  ['the password is Tr0ub4dor&3, please change it', 'password', 'Tr0ub4dor'],
  ['curl -u deploy:hunter22 https://ci/', 'password', 'hunter22'],
  [`api_key: "${random(32)}"`, 'secret', random(32)],
  [`apiKey=${random(24)}`, 'secret', random(24)],
  [`client_secret: ${random(40)}`, 'secret', random(40)],
  [`token: ${hex(40)}`, 'secret', hex(40)],
  [`https://ci/job?token=${hex(32)}&x=1`, 'secret', hex(32)],
  [`my access token (${random(40)}) stopped working`, 'secret', random(40)],
  [`the secret we use is ${hex(64)}`, 'secret', hex(64)],
  ['ask kim.lee@acme-corp.io about it', 'email_address', 'kim.lee@acme-corp.io'],
  ['<José.Núñez+ci@correo.example.es>', 'email_address', 'José.Núñez+ci@correo.example.es'],
  ['mailto:a@b.co', 'email_address', 'a@b.co'],
  ['call +49 30 901820', 'phone_number', '901820'],
  ['+14155552671 is my number', 'phone_number', '+14155552671'],
  ['ring (415) 555-2671 after nine', 'phone_number', '555-2671'],
  ['415-555-2671', 'phone_number', '555-2671'],
  ['phone: 030 901820', 'phone_number', '901820'],
  ['paid with 4111 1111 1111 1111', 'card_number', '4111 1111'],
  ['card 5500005555555559', 'card_number', '5500005555555559'],
  ['amex 3782-822463-10005', 'card_number', '822463'],
];

const shouldStay: readonly string[] = [
  `fixed in commit ${hex(40)}`,
  `reverts ${hex(12)}`,
  `image sha256:${hex(64)}`,
  `the token check broke in commit ${hex(40)}`,
  'request id 550e8400-e29b-41d4-a716-446655440000',
  'trace 4bf92f3577b34da6a3ce929d0e0e4736',
  'upgraded from 1.28.3 to 1.29.0-rc.1+build.20261122',
  'kubectl 192.168.178.104:6443 refused',
  'fe80::1ff:fe23:4567:890a is unreachable',
  'write to [email] please',
  'git@github.com:acme/platform.git',
  'lodash@4.17.21 and @types/node@24.19.2',
  'actions/checkout@v4',
  'password: forgotten again, reset takes days',
  'The password is wrong, says the form',
  'token: string;',
  'password: Optional[str] = None',
  'const token = await getToken(user)',
  'password = os.environ["DB_PASSWORD"]',
  'password=${DB_PASSWORD}',
  'api_key: <your-api-key>',
  'token=***',
  'postgres://app:${PASSWORD}@db/x',
  'https://user:<password>@host/',
  'max_tokens=4096',
  'token_count: 128000',
  'secretName: my-tls-secret',
  'secret: db-credentials-2',
  'the access token expires too early',
  'tokens per second went from 12000 to 8000',
  'Bearer authentication is not documented',
  'basic understanding of kubernetes-networking',
  'http://localhost:8080/path@version',
  'see https://kubernetes.io/docs/concepts/configuration/secret/#working-with-secrets',
  'took 1700000000000 ms since epoch 1700000000',
  '2026-11-22T11:50:56Z and 2024/05/02 7:25:09 AM',
  'order 4111 1111 1111 1112 (not a card)',
  'ids 1234567890123456 and 0000000000000000',
  'p99 100 200 3000',
  'PROP-188, S-1042 and D-7',
  'pods: 10.244.0.0/16, 10.96.0.1',
  'sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'docker run -u 1000:1000 image',
  'UTC+02:00, +1 from me, +12 -3',
  'version 2024.10.1234567 of the mobile app',
  'org.apache.hadoop.security.token.SecretManager$InvalidToken: token expired',
  'at com.acme.auth.PasswordReset.run(PasswordReset.java:112)',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  'sk-SK and hf_hub are names',
  'AbstractSecretManager: java.io.IOException: could not read',
  'aliases for CredentialProvider: jceks://file/usr/lib/conf/site.jceks',
  'no session credentials: software.example.core.exception.ClientException: timed out',
  'x'.repeat(300),
];

describe('masking at the door', () => {
  test('takes out what must not be stored and leaves what people need', () => {
    const missed = shouldMask.filter(([text, kind, secret]) => {
      const result = mask(text);
      return result.text.includes(secret) || !result.masked.some((one) => one.kind === kind);
    });
    const falseHits = shouldStay.filter((text) => mask(text).text !== text).map((text) => mask(text).text);
    process.stdout.write(
      `masking: missed ${missed.length} of ${shouldMask.length}, false hits ${falseHits.length} of ${shouldStay.length}\n`,
    );
    expect({ missed: missed.map(([text]) => mask(text).text + ' <- ' + text), falseHits }).toEqual({
      missed: [],
      falseHits: [],
    });
  });

  test('says where each secret stood, and what kind it is', () => {
    const text = 'DB_PASSWORD=hunter2 for kim@acme.io';
    const { text: clean, masked } = mask(text);
    expect(clean).toBe('DB_PASSWORD=[masked: password] for [masked: email address]');
    expect(masked.map((one) => [one.kind, text.slice(one.start, one.end)])).toEqual([
      ['password', 'hunter2'],
      ['email_address', 'kim@acme.io'],
    ]);
  });

  test('masking twice changes nothing, whatever the text', () => {
    const fragment = fc.oneof(
      fc.constantFrom(...shouldMask.map(([text]) => text), ...shouldStay),
      fc.constantFrom(
        'token',
        'password',
        '=',
        ': ',
        '"',
        '@',
        '.',
        '-',
        '+',
        '[masked: ',
        '[masked: password]',
        ' = ',
        'ghp_',
        '\n',
        ' ',
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 8 }), (fragments) => {
        const once = mask(fragments.join(''));
        expect(mask(once.text)).toEqual({ text: once.text, masked: [] });
      }),
      { numRuns: 500 },
    );
  });

  test('hostile text of ten times the length takes about ten times as long, not a hundred', () => {
    const attacks = [
      'a',
      '1',
      ' ',
      '@',
      'a@',
      'a@a.',
      'eyJ',
      'eyJaaaaaaaa.',
      'token ',
      'token=',
      'password',
      'token.',
      'password: ',
      'curl ',
      'curl -u a:',
      'http://a:',
      'http://',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN ',
      '+1 ',
      '4 ',
      '4111111111111111 ',
      'cookie: a=',
      '[masked: ',
      '"',
      'ghp_',
      'authorization: ',
      'xoxb-',
      'AKIA',
      'a.',
      'sig=',
      'api key ',
      `token ${random(40)}`,
      'phone 1',
      '(415) ',
    ];
    const cpuMs = (text: string): number => {
      const before = process.cpuUsage();
      mask(text);
      return process.cpuUsage(before).user / 1000;
    };
    for (const attack of attacks) {
      const short = attack.repeat(Math.ceil(30_000 / attack.length));
      const long = attack.repeat(Math.ceil(300_000 / attack.length));
      mask(short);
      const ratio = cpuMs(long) / Math.max(5, cpuMs(short));
      expect(ratio, `growth on ${JSON.stringify(attack)}`).toBeLessThan(50);
    }
  });
});
