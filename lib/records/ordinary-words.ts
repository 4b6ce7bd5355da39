// Words that stay in a text although somebody has them for a login: masking them would hide what the text is about.

/** Of the trade, and of role accounts: never masked, not even as `test/…`, because rules compare branches and names. */
export const TECHNICAL = words(`
  http https www com org net dev edu gov local localhost example
  github gitlab bitbucket gitea azure jenkins circleci travis drone argo argocd flux spinnaker tekton dependabot renovate snyk sonar
  git svn repo repos repository project projects group groups tree blob blame wiki issues issue pull pulls merge merges request requests
  commit commits compare release releases tag tags branch branches head heads refs ref remote remotes origin upstream fork forks
  main master trunk develop development dev next stable edge canary nightly alpha beta latest current legacy default
  feature features feat fix fixes bug bugs bugfix hotfix patch chore docs doc test tests testing build builds ci cd cicd perf style refactor revert
  wip tmp temp draft experiment experimental spike poc demo sample support backport cherry pick sync bump upgrade update deps dependencies dependency
  prod production stage staging preprod preview review reviews uat qa sandbox integration env environment live blue green
  deploy deploys deployment deployments deployer rollback rollout restore incident incidents outage alert alerts monitor monitoring
  job jobs run runs runner runners pipeline pipelines workflow workflows action actions lint e2e unit smoke check checks verify
  app apps api apis web website frontend backend server client mobile ios android desktop windows linux macos docker image container
  infra infrastructure platform core common shared lib libs library service services package packages module modules plugin plugins
  config configs settings setup install script scripts tool tools util utils internal public private security auth login logout
  database db sql cache queue worker cron mail email noreply reply info contact hello sales billing payment payments
  admin administrator root user users owner owners author team teams maintainer maintainers member members guest nobody system
  bot robot bots automation automated account accounts agent operator ops devops sre engineering engineer engineers developer developers
  manager management company office hub code data log logs file files page pages view views model models event events
`)

/** Of everyday language, and names that are words too: masked only before a slash (`will/…`) and after an @. */
export const EVERYDAY = words(`
  the and for not but all any are was were has had have his her him its our out off own one two new old now who why how what when where
  with from into onto over under after before about above below between than then that this these those there here they them their
  you your can could may might must shall should will would use used using does did done get got make made more most much many less least
  some such same other another each every both few first last only just very also back down again once
  add adds added allow avoid call change changes clean clear close copy create cut delete disable drop enable end ensure extract fail find
  give handle hide hold improve include init keep let link list load lock look lower mark move open optimise optimize order pass point print
    push put raise read record reduce remove rename replace report reset return save send set show sign skip sort split start stop store
    switch take trim turn type undo wait watch work wrap write
  access art ash bill button case cat chance cliff color colour cookie crash dash date day error faith field flag
  form grace grant guy home ice june key line mason max menu min
  null mode name norm pat path price query rain ray red rest rich river rose ruby
  rule sky space star state stone storm summer table text theme time title token tower trace
  trigger version violet ward warning wave zero sea sun son art august april may march chip chuck
  search cart checkout catalog catalogue shop basket price product products order orders invoice customer customers profile
`)

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
