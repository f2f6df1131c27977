import { z } from 'zod';
import { anyText, oneOf, text, whole } from './rules';
import { DATE } from './text-rules';

const severity = oneOf(['low', 'medium', 'high', 'critical'], 'is no severity');
const count = whole(0, 1_000_000).optional();

/** A host, and what it may be narrowed to: `public.ecr.aws`, `registry.example.com:5000/base`. */
const registry = text(
  "a registry such as 'public.ecr.aws' or 'public.ecr.aws/docker', without https:// and a tag",
  /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
  { most: 255, message: 'is not a registry' },
);

/** The delivery's and the service's go into one variable of a build, and all variables of a build have some 5,500 characters. */
const MOST_ALLOWED = 12;

/** The limits of the gates, of a delivery or of a service. */
export const gatesSchema = z.strictObject({
  coverage: whole(0, 100, 'percent').optional(),
  staticAnalysis: severity.optional(),
  dependencies: severity.optional(),
  image: z
    .strictObject({
      findings: z.strictObject({ low: count, medium: count, high: count, critical: count }).optional(),
      baseRegistries: z.array(registry).optional(),
    })
    .optional(),
  allow: z
    .array(
      z.strictObject({
        id: text("an id such as 'CVE-2026-1234', 'GHSA-jfh8-c2jp-5v3q' or 'rule:file'", /^[A-Za-z0-9@][\w.:/@-]*$/, {
          most: 128,
          message: 'is not the id of a finding',
        }),
        until: DATE,
        reason: anyText('a reason of at most 120 characters', 120),
      }),
    )
    .max(MOST_ALLOWED)
    .optional(),
});
