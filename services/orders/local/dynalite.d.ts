declare module 'dynalite' {
  import type { Server } from 'node:http';

  export = dynalite;
  function dynalite(options: Record<string, number>): Server;
}
