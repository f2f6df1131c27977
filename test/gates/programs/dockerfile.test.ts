import { parseDockerfile } from '../../../lib/gates/programs/dockerfile';
import { checkDockerfile, parseLint } from '../../../lib/gates/programs/dockerfile-rules';
import { isFrom, isLatest, parseImageReference } from '../../../lib/gates/programs/image-reference';

const REGISTRIES = ['public.ecr.aws', '111122223333.dkr.ecr.eu-west-1.amazonaws.com'];
const GOOD = 'public.ecr.aws/docker/library/node:24-slim';

const FOREIGN = 'Dockerfile:1 dockerfile/foreign-registry';

/** A variable as a Dockerfile has it in braces. */
const braced = (variable: string) => ['$', '{', variable, '}'].join('');

const check = (...lines: string[]) =>
  checkDockerfile(lines.join('\n'), 'Dockerfile', REGISTRIES).map(({ ids, where }) => `${where} ${ids[0]}`);

describe('its form', () => {
  test('continued lines are one instruction, comments and empty lines between them are not part of it', () => {
    const text = ['# a comment', 'RUN one \\', '  # another', '', '  two', 'USER 1000'].join('\n');
    expect(parseDockerfile(text).instructions).toEqual([
      { name: 'RUN', text: 'one   two', line: 2 },
      { name: 'USER', text: '1000', line: 6 },
    ]);
  });

  test('a directive may name another sign for a continued line', () => {
    const text = ['# escape=`', 'COPY a.txt `', 'C:\\', 'USER app'].join('\n');
    expect(parseDockerfile(text).instructions.map(({ name }) => name)).toEqual(['COPY', 'USER']);
  });

  test('what stands in a heredoc is no instruction', () => {
    const text = [
      'FROM scratch',
      'RUN <<EOF',
      'USER root',
      'EOF',
      'COPY <<-"END" /a',
      'FROM x',
      '\tEND',
      'USER 1',
    ].join('\n');
    expect(parseDockerfile(text).instructions.map(({ name, line }) => [name, line])).toEqual([
      ['FROM', 1],
      ['RUN', 2],
      ['COPY', 5],
      ['USER', 8],
    ]);
  });

  test.each([
    ['RUN echo \\\\', 'whether line 2'],
    ['RUN echo \\\u00a0', 'whether line 2'],
    ['RUN <<"a b"', 'what << in line 2'],
    ['RUN echo "it\'s" \' <<EOF', 'what << in line 2'],
    [`RUN echo ${braced('A:-')} <<EOF`, 'what << in line 2'],
    ['COPY --from a /b /c', 'has no value'],
  ])('%s is refused, as it can be read in two ways', (line, reason) => {
    expect(() =>
      checkDockerfile(`FROM ${GOOD}\n${line}\nCOPY --from=busybox:1 /a /b\nEOF`, 'Dockerfile', REGISTRIES),
    ).toThrow(reason);
  });

  test('a heredoc may be quoted, numbered and not alone', () => {
    const text = [`RUN 3<<'one' cat ${braced('A')} "b" <<-t-2 <<< c`, 'USER 1', 'one', 'FROM x', '\tt-2', 'CMD a'].join(
      '\n',
    );
    expect(parseDockerfile(text).instructions.map(({ name }) => name)).toEqual(['RUN', 'CMD']);
  });

  test('a heredoc without an end is refused', () => {
    expect(() => parseDockerfile('RUN <<EOF\nUSER 1')).toThrow(
      'the Dockerfile has no line EOF that ends what <<EOF in line 1 begins',
    );
  });
});

describe('its images', () => {
  test.each([
    ['of an allowed registry', [`FROM ${GOOD}`, 'USER 1000'], []],
    ['by a digest', ['FROM public.ecr.aws/x/y@sha256:abc', 'USER 1000'], []],
    ['of the delivery itself', ['FROM 111122223333.dkr.ecr.eu-west-1.amazonaws.com/base:1', 'USER 1000'], []],
    ['nothing at all', ['FROM scratch', 'USER 1000'], []],
    ['of Docker Hub, which no name says', ['FROM node:24', 'USER 1'], [FOREIGN]],
    ['of a registry whose name begins alike', ['FROM public.ecr.aws.evil.example/x:1', 'USER 1'], [FOREIGN]],
    ['without a tag', ['FROM public.ecr.aws/x/y', 'USER 1'], ['Dockerfile:1 dockerfile/latest']],
    ['with the tag latest', ['FROM public.ecr.aws/x/y:latest', 'USER 1'], ['Dockerfile:1 dockerfile/latest']],
    ['in a variable with a default', [`ARG BASE=${GOOD}`, 'FROM $BASE', 'USER 1'], []],
    [
      'in a variable of a variable',
      ['ARG HOST=docker.io', `ARG BASE=${braced('HOST')}/x:1`, `FROM ${braced('BASE')}`, 'USER 1'],
      ['Dockerfile:3 dockerfile/foreign-registry'],
    ],
    [
      'with a default in place',
      ['ARG BASE', `FROM ${braced('BASE:-docker.io/x:1')}`, 'USER 1'],
      ['Dockerfile:2 dockerfile/foreign-registry'],
    ],
    ['in a variable without a value', ['ARG BASE', 'FROM $BASE', 'USER 1'], ['Dockerfile:2 dockerfile/unknown-base']],
    ['of an early stage that nothing is left of', ['FROM alpine:3 AS build', `FROM ${GOOD}`, 'USER 1'], [FOREIGN]],
    ['for a platform', [`FROM --platform=$BUILDPLATFORM ${GOOD} AS a`, 'FROM a', 'USER 1'], []],
    ['that is another stage, in any letters', [`FROM ${GOOD} AS Build`, 'FROM build', 'USER 1'], []],
    [
      'that files are copied from',
      [`FROM ${GOOD}`, 'COPY --from=busybox:1 /a /b', 'USER 1'],
      ['Dockerfile:2 dockerfile/foreign-registry'],
    ],
    [
      'that is a stage that files are copied from',
      [`FROM ${GOOD} AS a`, `FROM ${GOOD}`, 'COPY --from=a --chown=1 /a /b', 'COPY --from=0 /c /d', 'USER 1'],
      [],
    ],
    [
      'that is mounted',
      [`FROM ${GOOD}`, 'RUN --mount=type=bind,from=busybox:1,target=/x true', 'USER 1'],
      ['Dockerfile:2 dockerfile/foreign-registry'],
    ],
    ['of the frontend that reads it', ['# syntax=docker/dockerfile:1', `FROM ${GOOD}`, 'USER 1'], [FOREIGN]],
    ['of a frontend after a shebang', ['#!/a', '#syntax=evil.example/x:1', `FROM ${GOOD}`, 'USER 1'], [FOREIGN]],
    ['of a frontend as other languages comment', ['// syntax=evil.example/x:1', `FROM ${GOOD}`, 'USER 1'], [FOREIGN]],
    [
      'that files are copied from, in the middle of a word that goes on in the next line',
      [`FROM ${GOOD}`, 'CO\\', 'PY --fr\\', 'om=busybox:1 /a /b', 'USER 1'],
      ['Dockerfile:2 dockerfile/foreign-registry'],
    ],
    [
      'that is mounted, with quotes and in capitals',
      [`FROM ${GOOD}`, `RUN --mount=target="/a b",'FROM'=busybox:1 true`, 'USER 1'],
      ['Dockerfile:2 dockerfile/foreign-registry'],
    ],
    [
      'that is mounted, in the quotes of CSV',
      [`FROM ${GOOD}`, 'RUN --network=none --mount=\\"from=busybox:1\\",target=/x true', 'USER 1'],
      ['Dockerfile:2 dockerfile/foreign-registry'],
    ],
    [
      'that files are copied from after what looks like a heredoc within quotes',
      [`FROM ${GOOD}`, 'RUN echo "a <<EOF"', 'COPY --from=busybox:1 /a /b', 'RUN true \\', 'EOF', 'USER 1'],
      ['Dockerfile:3 dockerfile/foreign-registry'],
    ],
    [
      'that files are copied from after two characters that are no heredoc',
      [`FROM ${GOOD}`, 'RUN cat << EOF', 'COPY --from=busybox:1 /a /b', 'RUN true \\', 'EOF', 'USER 1'],
      ['Dockerfile:3 dockerfile/foreign-registry'],
    ],
    [
      'that a later stage would take by itself',
      [`FROM ${GOOD} AS a`, 'ONBUILD COPY --from=busybox:1 /a /b', 'FROM a', 'USER 1'],
      ['Dockerfile:2 dockerfile/onbuild'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(check(...lines)).toEqual(expected);
  });
});

describe('its user', () => {
  const from = `FROM ${GOOD}`;

  test.each([
    ['by number', [from, 'USER 1000:1000'], []],
    ['by name', [from, 'USER node'], []],
    ['none', [from], ['Dockerfile:1 dockerfile/root']],
    ['root', [from, 'USER root'], ['Dockerfile:2 dockerfile/root']],
    ['root by a number with a sign', [from, 'USER +0'], ['Dockerfile:2 dockerfile/root']],
    ['root by number, with a group', [from, 'USER 0:1000'], ['Dockerfile:2 dockerfile/root']],
    ['root again at the end', [from, 'USER node', 'USER root'], ['Dockerfile:3 dockerfile/root']],
    ['root in a variable', [from, 'ARG WHO=root', `USER ${braced('WHO')}`], ['Dockerfile:3 dockerfile/root']],
    ['of the environment', [from, 'ENV WHO=node PATH="/a b"', 'USER $WHO'], []],
    ['of a variable that nobody sets', [from, 'ARG WHO', 'USER $WHO'], ['Dockerfile:3 dockerfile/unknown-user']],
    [
      'of a variable that only stands before the first stage',
      ['ARG WHO=node', from, 'USER $WHO'],
      ['Dockerfile:3 dockerfile/unknown-user'],
    ],
    ['of the stage that it starts from', [`${from} AS a`, 'USER node', 'FROM a'], []],
    ['of another stage', [`${from} AS a`, 'USER node', from], ['Dockerfile:3 dockerfile/root']],
  ])('%s', (_, lines, expected) => {
    expect(check(...lines)).toEqual(expected);
  });

  test('a file without a stage has nobody to run it', () => {
    expect(check('# nothing')).toEqual(['Dockerfile:1 dockerfile/no-stage']);
  });
});

test('what the linter calls an error is severe, a warning is not', () => {
  const at = (line: number) => ({ range: { start: { line, character: 0 } } });
  const output = JSON.stringify([
    { ...at(0), message: 'MAINTAINER has been deprecated', severity: 'warning' },
    { ...at(6), message: 'Unknown instruction: FOO', severity: 'error' },
  ]);
  expect(parseLint(output, 'web/Dockerfile').map(({ severity, where, title }) => [severity, where, title])).toEqual([
    ['low', 'web/Dockerfile:1', 'MAINTAINER has been deprecated'],
    ['high', 'web/Dockerfile:7', 'Unknown instruction: FOO'],
  ]);
});

test.each([
  ['node', 'docker.io/library/node', undefined],
  ['team/app:1', 'docker.io/team/app', '1'],
  ['localhost/app:1', 'localhost/app', '1'],
  ['registry.example:5000/app', 'registry.example:5000/app', undefined],
  ['registry.example:5000/a/b:2@sha256:ff', 'registry.example:5000/a/b', '2'],
])('%s is read as Docker reads it', (reference, name, tag) => {
  expect(parseImageReference(reference)).toMatchObject({ name, tag });
});

test('a registry may be narrowed to a path of whole parts', () => {
  const image = parseImageReference('public.ecr.aws/docker/library/node:24');
  expect(isFrom(image, ['public.ecr.aws/docker'])).toBe(true);
  expect(isFrom(image, ['public.ecr.aws/dock'])).toBe(false);
});

test('a digest makes a moving tag stand still', () => {
  expect(isLatest(parseImageReference('node:latest@sha256:ff'))).toBe(false);
});
