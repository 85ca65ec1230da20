import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type HiddenWindow, showOnceDrawn } from '../../../electron/desktop/show-window.ts';
import { desktopChannels } from '../../../shared/contract/desktop.ts';

/** A hidden window with a clock that is moved by hand. */
function hidden() {
  const page = new EventEmitter();
  const window = new EventEmitter();
  let shown = 0;
  let destroyed = false;
  let timer: { run: () => void; ms: number } | null;
  timer = null;
  const fake = Object.assign(window, { webContents: page, show: () => (shown += 1), isDestroyed: () => destroyed });
  showOnceDrawn(fake as unknown as HiddenWindow, (run, ms) => {
    timer = { run, ms };
    return () => {
      timer = null;
    };
  });
  return {
    page,
    shown: () => shown,
    timer: () => timer,
    close: () => {
      destroyed = true;
      window.emit('closed');
    },
  };
}

describe('a window that was made hidden', () => {
  it('is shown once its page says that it has drawn, and not before', () => {
    const { page, shown, timer } = hidden();
    for (const event of ['dom-ready', 'did-finish-load', 'ready-to-show']) page.emit(event);
    page.emit('ipc-message', {}, desktopChannels.openLink);
    expect(shown()).toBe(0);
    page.emit('ipc-message', {}, desktopChannels.drawn);
    expect(shown()).toBe(1);
    expect(timer()).toBeNull();
    page.emit('ipc-message', {}, desktopChannels.drawn);
    expect(shown()).toBe(1);
  });

  it.each([
    ['cannot be read', 'did-fail-load', [{}, -6, 'ERR_FILE_NOT_FOUND', 'app://bench/', true]],
    ['breaks', 'render-process-gone', [{}, { reason: 'crashed' }]],
    ['has no bridge', 'preload-error', [{}, 'preload.cjs', new Error('no')]],
  ])('is shown when its page %s', (_, event, args) => {
    const { page, shown } = hidden();
    page.emit(event, ...args);
    expect(shown()).toBe(1);
  });

  it('is not shown for a frame in its page that cannot be read', () => {
    const { page, shown } = hidden();
    page.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://bench/x', false);
    expect(shown()).toBe(0);
  });

  it('is shown after a while whatever its page does, and never once it was closed', () => {
    const slow = hidden();
    expect(slow.timer()?.ms).toBe(3000);
    slow.timer()?.run();
    expect(slow.shown()).toBe(1);
    const closed = hidden();
    const late = closed.timer();
    closed.close();
    expect(closed.timer()).toBeNull();
    late?.run();
    expect(closed.shown()).toBe(0);
  });
});
