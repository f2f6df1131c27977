import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { attempt, Problem } from '../build/programs/problem';
import type { DeliveryEvent } from '../delivery-events/events';
import { parseDeliveryEvent, shown } from '../delivery-events/parse-event';

/** What events are read from, as often as it is asked. */
export interface EventSource {
  /** What people call it. */
  readonly name: string;
  /** In any order. @throws Problem which says what cannot be read and why */
  events(): AsyncIterable<DeliveryEvent>;
}

/** A file with an event as JSON on each line; empty lines mean nothing. It is never in memory as a whole. */
export class EventFile implements EventSource {
  constructor(readonly name: string) {}

  async *events(): AsyncGenerator<DeliveryEvent> {
    const { name } = this;
    const entry = await attempt(`read ${name}`, () => stat(name));
    // It is read twice, which nothing but a file allows.
    if (!entry.isFile()) throw new Problem(`cannot read ${name}: it must be a file`);
    let number = 0;
    for await (const lines of this.lines()) {
      for (const line of lines) {
        number++;
        if (line.trim() !== '') yield this.eventOf(line, number);
      }
    }
  }

  /** Many at a time, as waiting for each takes longer than reading it. */
  private async *lines(): AsyncGenerator<readonly string[]> {
    let rest = '';
    for await (const chunk of createReadStream(this.name, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop()!;
      yield lines;
    }
    yield [rest];
  }

  private eventOf(line: string, number: number): DeliveryEvent {
    try {
      return parseDeliveryEvent(parseJson(number === 1 ? line.replace(/^\ufeff/, '') : line));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(`${this.name}, line ${number}: ${error.message}`, { cause: error });
    }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Problem(`must be an event as JSON (got ${shown(line)})`, { cause: error });
  }
}
