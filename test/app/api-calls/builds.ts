import { spot } from './place';
import { clones, leaves, logging, programs, publishes, type RoleTable, reads, reports, row, signs } from './table';

const CODEBUILD = 'codebuild.amazonaws.com';
const WORKSHOP = spot('workshop', 'orders', 'main', 'prod');
const COMPANY = spot('company', 'orders', 'main', 'prod-us');
const GITLAB = spot('acme', 'stock', 'main', 'prod');

/** The builds of a pipeline before its first environment. */
export const BUILDS: readonly RoleTable[] = [
  {
    who: 'Verify',
    stack: 'pipeline',
    role: 'VerifyBuildRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'VerifyBuildLogs'),
      ...reads(place),
      ...clones(place),
      programs(place),
      reports(place.report('verify', 'tests')),
      reports(place.report('verify', 'coverage'), 'BatchPutCodeCoverages'),
    ],
  },
  {
    who: 'Inspect',
    stack: 'pipeline',
    role: 'InspectProgramBuildRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'InspectProgramBuildLogs'),
      ...reads(place),
      ...clones(place),
      ...leaves(place, 'tools', undefined, 'Inspection'),
      programs(place),
      reports(place.report('inspect', 'gates')),
    ],
  },
  {
    who: 'Image',
    stack: 'pipeline',
    role: 'ImageProgramBuildRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'ImageProgramBuildLogs'),
      ...reads(place),
      ...clones(place),
      ...leaves(place),
      programs(place),
      row('lib/build/programs/ecr.ts', ['ecr:GetAuthorizationToken'], '*'),
      row(
        'lib/build/programs/ecr.ts',
        ['ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        place.images(),
      ),
      // What `docker push` and `docker pull` do ("IAM permissions for pushing an image" in ECR's guide).
      row(
        'lib/build/programs/docker.ts',
        [
          'ecr:BatchCheckLayerAvailability',
          'ecr:CompleteLayerUpload',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        place.images(),
      ),
      ...signs(place),
    ],
    although: {
      'sign something': 'ECR signs an image in the name of whoever pushes it, and this build pushes.',
    },
  },
  {
    who: 'Adopt',
    stack: 'pipeline',
    role: 'AdoptProgramBuildRole',
    spots: [GITLAB],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'AdoptProgramBuildLogs'),
      ...reads(place),
      ...leaves(place),
      programs(place),
      row(
        'lib/build/programs/ecr.ts',
        ['ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        place.images(),
      ),
    ],
  },
  {
    who: 'Scan',
    stack: 'pipeline',
    role: 'ScanProgramBuildRole',
    spots: [WORKSHOP, COMPANY, GITLAB],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'ScanProgramBuildLogs'),
      ...reads(place),
      ...leaves(place),
      programs(place),
      reports(place.report('scan', 'gates')),
      row('lib/build/programs/ecr.ts', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], place.images()),
      row(
        'lib/gates/programs/image-inspection.ts',
        ['ecr:DescribeImageScanFindings', 'ecr:DescribeImageSigningStatus'],
        place.images(),
      ),
      // "IAM permissions required for enhanced scanning" in ECR's guide.
      ...(place.delivery.registry.scanning === 'enhanced'
        ? [row('ECR', ['inspector2:ListCoverage', 'inspector2:ListFindings'], '*')]
        : []),
      ...(place.service.source.kind === 'gitlabCi'
        ? []
        : [row('lib/gates/programs/scan.program.ts', ['s3:PutObject'], place.sbom())]),
    ],
  },
  {
    who: 'BackMerge, as a check of the line that is merged into',
    stack: 'pipeline',
    role: 'BackMergeProgramBuildRole',
    spots: [spot('workshop', 'orders', 'develop', 'dev')],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'BackMergeProgramBuildLogs'),
      ...reads(place),
      ...clones(place),
      programs(place),
      row(
        'lib/deployment/programs/deployed-parameter.ts',
        ['ssm:GetParameter'],
        place.parameter('deployed', { environment: 'prod', service: place.at.service }),
      ),
    ],
  },
  {
    who: 'BackMerge, as a report after production',
    stack: 'pipeline',
    role: 'BackMergeProgramBuildRole',
    spots: [WORKSHOP],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'BackMergeProgramBuildLogs'),
      ...reads(place),
      ...clones(place),
      programs(place),
      ...publishes(place, 'lib/release/programs/publish.ts'),
    ],
    although: { 'tell people something': 'It reports what is not merged back.' },
  },
  {
    who: 'Verify, before a merge at a connected host',
    stack: 'checks',
    role: 'VerifyBuildRole',
    spots: [COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'VerifyBuildLogs'),
      ...reads(place, 'tools', 'company-orders_check'),
      ...clones(place),
      programs(place),
      reports(place.report('verify', 'tests', 'company-orders_check')),
      reports(place.report('verify', 'coverage', 'company-orders_check'), 'BatchPutCodeCoverages'),
    ],
  },
  {
    who: 'Inspect, before a merge at a connected host',
    stack: 'checks',
    role: 'InspectProgramBuildRole',
    spots: [COMPANY],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'InspectProgramBuildLogs'),
      ...reads(place, 'tools', 'company-orders_check'),
      ...leaves(place, 'tools', 'company-orders_check', 'Inspection'),
      ...clones(place),
      programs(place),
      reports(place.report('inspect', 'gates', 'company-orders_check')),
    ],
  },
  {
    who: 'Check, of a pull request in CodeCommit',
    stack: 'checks',
    role: 'CheckBuildRole',
    spots: [WORKSHOP],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'CheckBuildLogs'),
      ...clones(place),
      programs(place),
      reports(place.report('check', 'tests', 'workshop-orders')),
      reports(place.report('check', 'coverage', 'workshop-orders'), 'BatchPutCodeCoverages'),
    ],
  },
  {
    who: 'Inspect, of a pull request in CodeCommit',
    stack: 'checks',
    role: 'InspectProgramBuildRole',
    spots: [WORKSHOP],
    assumedBy: CODEBUILD,
    calls: (place) => [
      logging(place, 'InspectProgramBuildLogs'),
      ...clones(place),
      programs(place),
      reports(place.report('inspect', 'gates', 'workshop-orders')),
    ],
  },
];
