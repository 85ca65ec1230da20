import { values } from '../../../shared/kit/chunk-list.ts';
import { seconds } from '../../ui/format.ts';
import type { Ruler } from '../tools/brush.ts';
import { marksIn } from './mark-places.ts';
import { overlaps, type Scene } from './scene.ts';

/** Somewhere on the axis that a press leads from, to the entry that made it. */
export interface Spot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly seq: number | null;
  /** Item to bring into view in the conversation. */
  readonly itemId: string | null;
  /** Response to select. */
  readonly responseId: string | null;
  readonly text: string;
}

function speechSpots(scene: Scene): Spot[] {
  const { view, lanes, x, nowMs } = scene;
  const { top, height } = lanes.vad;
  return [...values(view?.speech ?? { length: 0, chunks: [] })].flatMap(({ itemId, startMs, endMs: ended }) => {
    const endMs = ended ?? nowMs;
    if (!overlaps(scene, startMs, endMs)) return [];
    const text = `Speech of ${seconds(endMs - startMs)}`;
    return [
      { left: x(startMs), right: x(endMs), top, bottom: top + height, seq: null, itemId, responseId: null, text },
    ];
  });
}

function responseSpots(scene: Scene): Spot[] {
  const { view, lanes, x, nowMs } = scene;
  const { top, height } = lanes.responses;
  return [...values(view?.responses ?? { length: 0, chunks: [] })].flatMap((response) => {
    const endMs = response.doneMs ?? nowMs;
    if (!overlaps(scene, response.createdMs, endMs)) return [];
    const left = x(response.createdMs);
    return [
      {
        left,
        right: Math.max(x(endMs), left + 8),
        top,
        bottom: top + height,
        seq: response.doneSeq,
        itemId: response.itemId,
        responseId: response.id,
        text: `R${response.number}, ${response.doneMs === null ? 'in progress' : response.status}`,
      },
    ];
  });
}

function markSpots(scene: Scene, ruler: Ruler): Spot[] {
  const { top, height } = scene.lanes.marks;
  return marksIn(scene, ruler).flatMap(({ mark, x, place }) =>
    place === null
      ? []
      : [
          {
            left: x - 8,
            right: place.right,
            top,
            bottom: top + height,
            seq: mark.seq,
            itemId: null,
            responseId: null,
            text: mark.text,
          },
        ],
  );
}

/** What lies at a place of the axis as it is painted, in CSS pixels from its corner; undefined: nothing that leads anywhere. */
export const spotAt = (scene: Scene, ruler: Ruler, x: number, y: number): Spot | undefined =>
  [...speechSpots(scene), ...responseSpots(scene), ...markSpots(scene, ruler)].findLast(
    (spot) => x >= spot.left && x <= spot.right && y >= spot.top && y <= spot.bottom,
  );
