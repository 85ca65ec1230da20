import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { windowGround } from '../../../shared/contract/desktop.ts';

const style = readFileSync(new URL('../../../renderer/ui/styles/tokens.css', import.meta.url), 'utf8');

describe('the ground of a window before its page is painted', () => {
  it('is that of the page in either theme, so that nothing flashes', () => {
    const grounds = [...style.matchAll(/--bg-0:\s*(#[0-9a-f]{6})/g)].map(([, colour]) => colour);
    expect(grounds).toEqual([windowGround.dark, windowGround.light]);
  });
});
