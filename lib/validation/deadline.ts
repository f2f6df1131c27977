import { Problem } from '../build/programs/problem';

/**
 * Does something within a time. When it is up, the signal says so, and the caller goes on with a {@link Problem} even if
 * nothing heeds it.
 */
export async function within<T>(milliseconds: number, action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        reject(new Problem(`not done within ${Math.max(0, Math.round(milliseconds / 1000))} s`));
        controller.abort();
      },
      Math.max(0, milliseconds),
    );
  });
  try {
    return await Promise.race([action(controller.signal), timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
