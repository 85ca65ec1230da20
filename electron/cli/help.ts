import { optionSpecs } from '../../shared/protocol/options/options.ts';
import { endpointUsage } from './input/endpoint-flags.ts';

/** What `voxtally --help` prints. */
export const helpText = (version: string): string => `Voxtally ${version}: a voice test bench for Realtime deployments.

Usage: voxtally COMMAND [ARGUMENTS]

  run --wav FILE          Speak a WAV file to a deployment at the pace of speech, record the session, print usage and cost.
    --out DIR             Keep the session's folder in DIR instead of the bench's own library.
    --json                Print one JSON object instead of tables (see below).
${endpointLines()}
    --allow-parameter NAME  The address may hold this parameter, which is no secret; repeat for more. Addresses are recorded,
                          so parameters that are not known to be harmless are refused. A key goes into VOXTALLY_API_KEY.
    --profile NAME        The endpoint, options and network of a saved profile; the other flags have the last word.
                          Without one of these the embedded simulator answers; --model names what it plays, --echo repeats you.
    --entra-method azure-cli|device-code|browser, --tenant ID|DOMAIN
                          How --auth entra signs in. Default: azure-cli, as az login left it; the tenant of the account.
    --proxy URL|system|none
                          The way out of this machine. Default: the profile's, else HTTPS_PROXY and NO_PROXY. A user name goes
                          into the URL, the password into VOXTALLY_PROXY_PASSWORD (or the URL, where others may see it).
    --ca-file FILE        Trust this authority too, beside what the system trusts: PEM or DER.
    --option ID=VALUE     Set a session option; repeat for more. voxtally options says what each takes. Ids:
${optionIds()}
    --trailing-silence MS Silence after the file, so that the service hears the turn end. Default 1500.
    --turns N             Stop after N finished responses. Default: when the file is through and everything is answered.
  options                 Every session option: what it takes, its default, when it may change.
    --json
  resample IN OUT         Convert a WAV file with the bench's own resampler; OUT is PCM16.
    --rate HZ             Default 24000.
  replay SESSION          Print usage and cost of a recorded session: its folder, or its id in the library.
    --json
  usage SESSION           What a recorded session used and costs: reported, expected, by response, and the bill to expect.
    --json|--csv|--markdown
    --book ID             Price it by this book. Default: the one in its record, else the list of its day.
    --model NAME, --scope global|data-zone|regional
                          The model behind the deployment, where its name does not say.
  prices                  List the price books.
  prices refresh --region REGION [--currency USD] [--url ADDRESS] [--proxy URL|system|none] [--ca-file FILE]
                          Read the Azure Retail Prices API into a new dated book.
  prices import FILE      Keep a book. prices export ID prints one, prices remove ID removes one.
  profiles                List the saved profiles, which the window shows too.
  profiles export FILE [NAME…]
                          Write all of them, or those named, to a file without secrets; - prints it.
  profiles import FILE    Add the profiles of a file. profiles delete NAME removes one.
  bill                    List the imported bills.
  bill fetch              Fetch costs from Azure, keep what it answers, and import it.
    --scope SCOPE         A subscription's id, /subscriptions/ID/resourceGroups/NAME, a resource's id, a billing scope, or
                          the address of one of their pages in the portal.
    --from DAY --to DAY   UTC days YYYY-MM-DD, both included.
    --api query|cost-details
                          Default query. Cost Details has every column; Enterprise and Customer Agreements, a month at most.
    --sign-in azure-cli|browser|device-code [--tenant ID] [--application ID]
                          Default azure-cli. The account needs the role Cost Management Reader on the scope.
    --cloud public|us-government|china
                          Whose management address is asked, and where the sign-in happens. Default public.
    --proxy URL|system|none, --ca-file FILE
                          The way out of this machine, as for run. Default: that of the window's start page, else the system's.
    --dates month-first|day-first
                          How the report writes them, when nothing in it decides.
    --json
  reconcile               Say why a bill differs from what was reported. - reads standard input.
    --usage FILE          What was reported: the usage of responses, however it was printed (JSON, events, lines of counts),
    --sessions DIR…       or recorded sessions: their folders or ids, or a folder of them.
    --meters FILE         What was billed: meters and quantities as a table, one meter a line,
    --bill FILE…          or exports of costs (CSV, gzip, JSON, Parquet), a manifest.json or the folder of an export.
    --prices ID           The price book. Default: the newest list in US dollars; of a bill in another currency, a book in that.
    --day YYYY-MM-DD, --resource NAME, --model NAME
                          Which part of the bill, when it holds several. Sessions name theirs. Days are UTC.
    --dates month-first|day-first, --decimals point|comma
                          How the export writes them, when nothing in it decides.
    --metrics FILE        What Azure Monitor counted: a chart's CSV or the JSON of az monitor metrics list. Its requests
                          say how many inferences ran.
    --others DIR…         Other recorded sessions that may be on the same meters.
    --html OUT, --csv OUT, --markdown OUT
                          Write the report as one page to attach to a ticket, as a table, as text to paste.
    --plan OUT.md|OUT.json
                          Write the plan of the experiments that tell the surviving stories apart.
    --json                Print one JSON object instead of tables (see below).
  simulate                Run the simulator by itself until interrupted; prints its address.
    --port N              Default: any free port.
  --help, --version

The key is read from VOXTALLY_API_KEY, else AZURE_OPENAI_API_KEY (Azure hosts) or OPENAI_API_KEY (OpenAI hosts).
Data is kept in VOXTALLY_HOME, else in the platform's place for application data.

Exit codes: 0 done, 1 the session, the conversion or the reading of a bill failed or was interrupted (Ctrl-C closes the session and
its record in order, and prints the report), 2 the command was not understood.

--json prints: voxtally (1), sessionId, folder, startedAt, durationMs, endpoint {label, url, deployment}, phase, closed, error,
input {kind, label, sentMs}, options [{id, label, path, requested, asked, effective, default, state, message}],
optionUpdates [{t, eventId, asked, before, state, answeredMs, kept, error}], conversation [{itemId, role, text, audioMs, interrupted}], responses [{id, status, statusReason,
error, usage}], transcriptions [{itemId, status, usage}], usage [{source, model, path, label, total, unit, reports, known}],
cost {currency, priceBook, model, modelGuessed, lines [{source, field, label, model, quantity, unit, unitPrice, cost, costUsd}],
total, totalUsd, unpriced, expected {low, best, ifBilled, high, estimated, unpriced}, accuracy} (a line of the field not_understood is
an amount that no price can be for, in unit tokens, seconds or units; costUsd and totalUsd are null under a book in another currency;
lines and total are what was reported), alarms [{level, kind, title, text}], unfinished,
latency {firstAudio, firstText, audible, transcript, silence, silenceAfterWord, each {count, medianMs, p95Ms, minMs, maxMs} or null},
turns [{itemId, responseId, source, endMs, endFrom, firstTextMs, firstAudioMs, audibleMs, transcriptMs}]. p95Ms is null under 20
waits, where it would be the longest. endFrom says what names the end of a turn: vad (less its silence), audio (the level of what
was sent), decision (a VAD whose wait is not known), commit, sent; only vad and audio are the last word. Money is a decimal string, exact. A session that could
not be started prints {voxtally, error {reason, message, nextStep, facts}}. Fields are added in later versions, never changed.

usage --json prints: voxtally (1), sessionId, startedAt, durationMs, endpoint, prices {book, name, validFrom, why, currency, model,
modelIs, scope}, reported, expected, cachedAtFullPrice {amount, unpriced}, expectedOverReported, perMinute, perHour, fields,
responses, transcriptions, meters {cachedApart, folded}, usage, accuracy. An amount without any price is null, never 0.
expected.amount is the low end: reports, and estimates at their cheapest; expected also has best (reports and best estimates),
ifBilled (what comes on top at most if work that ended without a report is billed) and high (all of it at most, which a budget
guards). expectedOverReported, perMinute and perHour go by the low end. Of each response and transcription basis says where
its numbers are from: reported, if billed (it ended and reported nothing, which may or may not be billed), estimated (the
report was lost) or live (it runs); cost is the best estimate, costLow and costHigh its ends, costWidth how far cost may be off,
inputWidth, cachedWidth, outputWidth (secondsWidth) the same in tokens (seconds), unknown what no counting rule covers. Of
each field expected goes by best estimates, width says how far it may be off, ifBilled what comes on top. accuracy says how far
off estimates were where a report came: compared, exact, tokensOff, tokensReported, worstShare. reported.low is below
reported.amount where reports do not say of which kind cached tokens are.

bill --json prints: voxtally (1), imports [{importId, importedAt, writtenAt, files, period, runId, shape, tally, days, notes}]; fetch also
folder, where the answer is kept. A file in it can be given to reconcile --bill.

reconcile --json prints: voxtally (1), model {label, model, version, scope, names}, priceBook, responses, meters [{meter, names,
reported, expected, billed, approximate, difference, beyond {tokens, money {cost, currency}}, quantityVariance {cost, currency},
charged [{cost, currency}], priceVariance {cost, currency}, status, explainedBy}], money {currency, billed, expected, difference,
further, lostDiscount}, charge {costs [{cost, currency}], compared {cost, currency, by}, priceVariance {cost, currency},
notComparable}, finding {claim, headline, lead, open, chance {hits, of, share} or null}, explanations [{rank, exact, outside, title,
statement, inferences [{kind, turn, context, response, measured, statement}], events, meters [{meter, predicted, billed, residual,
checked, arithmetic, note, parts [{tokens, kind, words}]}], freeParameters, marks [{certainty, text}], assumptions, mechanisms,
coverage {hits, of, share} or null, supports, contradictions}], storiesFound, excluded [{id, title, rule, fails}], unexcluded [{id,
title, text}], alsoOpen, rules {family, service, certain, sentence}, experiments [{id, kind, change, predictions [{rank, statement,
audioIn, textIn, audioFormula, textFormula, audioWords, textWords}], splits, collisions, needed, steps, outcomes, isolation}] (in the
order in which to run them; audioIn and textIn are null where a story predicts none), sessions, compared {days, resource, freshness}
or null, transcription {model, reports, seconds, lines [{kind, reported, billed, status}], statement} or null,
many {observations, meters, finding, open} or null, sources [{files [{name, sha256, bytes}], shape, importedAt, writtenAt, period,
runId, tally}], notes. Tokens are whole numbers. finding.claim.kind is further (the model ran more often than was reported), seen
(the log saw it begin), as reported, as reported in part, undecided, nothing fits or no bill; only further and seen claim that more
ran. chance and coverage: of so many bills as far off as this one (of), how many a story as simple fits (hits). An explanation
with outside true holds something that no measured rule knows. certainty is measured, assumed, free (a number read off this bill,
which proves nothing) or open.
`;

const endpointLines = (): string =>
  endpointUsage()
    .map((line) => `    ${line}`)
    .join('\n');

function optionIds(): string {
  const ids = optionSpecs.map((spec) => spec.id);
  const lines: string[] = [];
  let line = '';
  for (const id of ids) {
    if (line.length + id.length > 90) {
      lines.push(line);
      line = '';
    }
    line += `${line === '' ? '' : ', '}${id}`;
  }
  return [...lines, line].map((text) => `                          ${text}`).join('\n');
}
