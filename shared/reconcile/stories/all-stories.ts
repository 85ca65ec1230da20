import { asText } from './as-text.ts';
import type { AtResponse } from './at-response.ts';
import { bookedTwice } from './booked-again.ts';
import { earlierRun } from './earlier-run.ts';
import { finished } from './finished.ts';
import { finishedSpoken } from './finished-spoken.ts';
import { finishedTyped } from './finished-typed.ts';
import { firstTurn } from './first-turn.ts';
import { loggedResponse } from './logged-response.ts';
import { oftenTold } from './often-told.ts';
import { otherClient } from './other-client.ts';
import { otherDay } from './other-day.ts';
import { otherSession } from './other-session.ts';
import { otherTraffic } from './other-traffic.ts';
import { overhead } from './overhead.ts';
import { retry } from './retry.ts';
import type { StoryKind } from './story-kind.ts';
import { toolRound } from './tool-round.ts';
import { transcriptionBeside } from './transcription-beside.ts';
import { transcripts } from './transcripts.ts';
import { truncated } from './truncated.ts';
import { unsettled } from './unsettled.ts';

/** Stories of one inference at a reported response. */
export const storiesAtResponses: readonly AtResponse[] = [
  finished,
  finishedSpoken,
  finishedTyped,
  retry,
  truncated,
  asText,
  toolRound,
  transcripts,
];

/** Every kind of story that is told of a bill, one file each, in the order in which search and report list them. */
export const storyKinds: readonly StoryKind[] = [
  loggedResponse(storiesAtResponses),
  ...storiesAtResponses,
  firstTurn,
  otherDay,
  transcriptionBeside,
  otherSession,
  bookedTwice,
  otherClient,
  earlierRun,
  overhead,
  unsettled,
  oftenTold,
  otherTraffic,
];
