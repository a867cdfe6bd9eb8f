import type { Io } from '../io.ts';
import { clip } from './width.ts';

/** A line that is overwritten while something long goes on. */
export interface Progress {
  show(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
/** Often enough to look alive. */
const frameMs = 100;

/** Progress on the error stream; nothing at all when that is no terminal. */
export function progress(io: Io): Progress {
  if (!io.live) return { show: () => undefined, clear: () => undefined };
  let [frame, text] = [0, ''];
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    frame = (frame + 1) % frames.length;
    process.stderr.write(`\r\u001b[K${io.paint.cyan(frames[frame] as string)} ${clip(text, (io.columns ?? 80) - 3)}`);
  };
  return {
    show(next) {
      text = next;
      timer ??= setInterval(draw, frameMs).unref();
      draw();
    },
    clear() {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      process.stderr.write('\r\u001b[K');
    },
  };
}
