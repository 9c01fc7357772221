#!/usr/bin/env bash
#
# Registers Guestlist in Microsoft Entra and grants it the permissions of docs/permissions.md, by Azure CLI.
#
#   infra/register.sh                      registers the app "Guestlist" and grants what it always needs
#   infra/register.sh --name NAME          another name
#   infra/register.sh --identity ID        grants to a managed identity instead (its principal's object id): no app
#   infra/register.sh --with PERMISSION    grants an optional permission, too; may be given several times
#   infra/register.sh --dry-run            says what would be done, and changes nothing
#   infra/register.sh --undo               takes back what it gave, and deletes the app that it made
#
# It can be run again: what is there stays as it is. It needs `az login` as Privileged Role Administrator (granting
# permissions of Graph is not open to lesser roles). It makes no secret: docs/permissions.md says what follows.

set -euo pipefail

# What the product always needs.
readonly NEEDED=(
  AppCatalog.Read.All
  Application.Read.All
  GroupMember.Read.All
  GroupMember.ReadWrite.All
  GroupSettings.Read.All
  Organization.Read.All
  Policy.Read.All
  RoleManagement.Read.Directory
  Team.ReadBasic.All
  TeamMember.ReadWrite.All
  TeamsAppInstallation.ReadWriteSelfForTeam.All
  TeamsAppInstallation.ReadWriteSelfForUser.All
  User.Invite.All
  User.Read.All
)

# What --with takes: the product does without, or a setting opens it. All three are high privilege.
readonly OPTIONAL=(
  AppRoleAssignment.ReadWrite.All
  Sites.Read.All
  User.ReadWrite.All
)

readonly GRAPH='https://graph.microsoft.com/v1.0'
readonly GRAPH_APP_ID='00000003-0000-0000-c000-000000000000'
# Tells an app that this script made from one that was there before.
readonly MARK='guestlist-register'

name='Guestlist'
identity=''
dry_run=false
undo=false
wanted=("${NEEDED[@]}")
# Found on the way: the app, its enterprise application (or the managed identity), and those of Microsoft Graph.
app_object=''
app_id=''
principal=''
graph_principal=''
roles=''

fail() {
  printf 'register.sh: %s\n' "$*" >&2
  exit 2
}

usage() {
  sed -n '3,10s/^# \{0,1\}//p' "$0"
}

contains() {
  local looked_for=$1 each
  shift
  for each in "$@"; do
    [[ $each == "$looked_for" ]] && return 0
  done
  return 1
}

read_options() {
  while (($# > 0)); do
    case $1 in
      --name | --identity | --with)
        (($# > 1)) || fail "$1 needs a value"
        case $1 in
          --name) name=$2 ;;
          --identity) identity=$2 ;;
          --with)
            contains "$2" "${OPTIONAL[@]}" || fail "$2 is none of: ${OPTIONAL[*]}"
            wanted+=("$2")
            ;;
        esac
        shift 2
        ;;
      --dry-run) dry_run=true; shift ;;
      --undo) undo=true; shift ;;
      --help | -h) usage; exit 0 ;;
      *) fail "there is no option $1 (see --help)" ;;
    esac
  done
  # Both go into a filter, or an address.
  [[ $name =~ ^[A-Za-z0-9\ ._-]+$ ]] || fail "--name takes letters, digits, spaces, and . _ -"
  [[ -z $identity || $identity =~ ^[0-9a-fA-F-]{36}$ ]] || fail "--identity takes an object id"
}

# Reads from Graph: path, JMESPath query. One line for each row, columns apart by tabs.
read_graph() {
  az rest --method GET --url "$GRAPH/$1" --query "$2" --output tsv
}

# Changes something: what it is in words, method, path, and a body where there is one.
change() {
  local words=$1 method=$2 path=$3 body=${4-}
  if $dry_run; then
    printf 'would %s\n' "$words"
    return
  fi
  local options=(--method "$method" --url "$GRAPH/$path" --output none)
  [[ -z $body ]] || options+=(--headers 'Content-Type=application/json' --body "$body")
  az rest "${options[@]}"
  printf 'did %s\n' "$words"
}

# The app of this name, as `id appId mark`; nothing where there is none.
find_app() {
  local rows
  rows=$(read_graph "applications?\$filter=displayName%20eq%20'${name// /%20}'&\$select=id,appId,tags" \
    "value[].[id, appId, contains(tags, '$MARK')]")
  [[ $(grep -c . <<<"$rows") -le 1 ]] || fail "several apps are called $name: choose another --name"
  printf '%s' "$rows"
}

# The object id of an app's service principal; nothing where there is none.
find_principal() {
  read_graph "servicePrincipals?\$filter=appId%20eq%20'$1'&\$select=id" 'value[].id'
}

# Graph's roles, `id name` in each line: read once, since the ids are Microsoft's to tell.
load_roles() {
  graph_principal=$(find_principal "$GRAPH_APP_ID")
  [[ -n $graph_principal ]] || fail 'this tenant has no Microsoft Graph'
  roles=$(read_graph "servicePrincipals/$graph_principal?\$select=appRoles" 'appRoles[].[id, value]')
}

role_id() {
  local id
  id=$(awk -F '\t' -v name="$1" '$2 == name { print $1 }' <<<"$roles")
  [[ -n $id ]] || fail "Microsoft Graph has no permission $1"
  printf '%s' "$id"
}

# What a principal was granted of Graph, `assignment role` in each line.
granted_to() {
  read_graph "servicePrincipals/$1/appRoleAssignments?\$top=999" \
    "value[?resourceId=='$graph_principal'].[id, appRoleId]"
}

ensure_app() {
  local app mark
  app=$(find_app)
  if [[ -z $app ]]; then
    change "register the app $name" POST applications \
      "{\"displayName\":\"$name\",\"signInAudience\":\"AzureADMyOrg\",\"tags\":[\"$MARK\"]}"
    $dry_run && return
    app=$(find_app)
    [[ -n $app ]] || fail "the app $name is not to be seen yet: run this again in a minute"
  fi
  IFS=$'\t' read -r app_object app_id mark <<<"$app"
  printf 'the app %s has the client id %s\n' "$name" "$app_id"
  list_on_app
  principal=$(find_principal "$app_id")
  if [[ -z $principal ]]; then
    change 'make its enterprise application' POST servicePrincipals "{\"appId\":\"$app_id\"}"
    $dry_run && return
    principal=$(find_principal "$app_id")
    [[ -n $principal ]] || fail 'its enterprise application is not to be seen yet: run this again in a minute'
  fi
}

# Lists the permissions on the app, too, so that the portal shows the same as was granted. What stands there beside
# them, of Graph or of others, stays.
list_on_app() {
  local mine="requiredResourceAccess[?resourceAppId=='$GRAPH_APP_ID'].resourceAccess[]"
  local listed scopes others permission id list='' missing=false
  listed=$(read_graph "applications/$app_object?\$select=requiredResourceAccess" "$mine | [?type=='Role'].[id]")
  for id in $listed; do list+=",{\"id\":\"$id\",\"type\":\"Role\"}"; done
  for permission in "${wanted[@]}"; do
    id=$(role_id "$permission")
    if grep -q "$id" <<<"$listed"; then continue; fi
    missing=true
    list+=",{\"id\":\"$id\",\"type\":\"Role\"}"
  done
  $missing || return 0
  scopes=$(read_json "$mine | [?type=='Scope']")
  others=$(read_json "requiredResourceAccess[?resourceAppId!='$GRAPH_APP_ID']")
  list="${list#,}${scopes:+,$scopes}"
  change 'list the permissions on the app' PATCH "applications/$app_object" \
    "{\"requiredResourceAccess\":[{\"resourceAppId\":\"$GRAPH_APP_ID\",\"resourceAccess\":[$list]}${others:+,$others}]}"
}

# The items of a list on the app as JSON, without the brackets around them; nothing where there are none.
read_json() {
  local items
  items=$(az rest --method GET --url "$GRAPH/applications/$app_object?\$select=requiredResourceAccess" \
    --query "$1" --output json | tr -d '\n')
  items=${items#"${items%%[![:space:]]*}"}
  items=${items#[}
  items=${items%]*}
  [[ $items != *'{'* ]] || printf '%s' "$items"
}

grant_all() {
  local granted='' permission role
  [[ -z $principal ]] || granted=$(granted_to "$principal")
  for permission in "${wanted[@]}"; do
    role=$(role_id "$permission")
    if grep -q "$role" <<<"$granted"; then continue; fi
    change "grant $permission" POST "servicePrincipals/$principal/appRoleAssignments" \
      "{\"principalId\":\"$principal\",\"resourceId\":\"$graph_principal\",\"appRoleId\":\"$role\"}"
  done
}

# Everything that this script can have granted, whatever options it was run with.
revoke_all() {
  local granted permission role assignment
  granted=$(granted_to "$principal")
  for permission in "${NEEDED[@]}" "${OPTIONAL[@]}"; do
    role=$(role_id "$permission")
    assignment=$(awk -F '\t' -v role="$role" '$2 == role { print $1 }' <<<"$granted")
    [[ -z $assignment ]] ||
      change "take back $permission" DELETE "servicePrincipals/$principal/appRoleAssignments/$assignment"
  done
}

undo_app() {
  local app mark
  app=$(find_app)
  if [[ -z $app ]]; then
    printf 'there is no app %s\n' "$name"
    return
  fi
  IFS=$'\t' read -r app_object app_id mark <<<"$app"
  principal=$(find_principal "$app_id")
  [[ -z $principal ]] || revoke_all
  if [[ $mark == [Tt]rue ]]; then
    change "delete the app $name" DELETE "applications/$app_object"
  else
    printf 'the app %s was not made by this script, and stays\n' "$name"
  fi
}

main() {
  read_options "$@"
  command -v az >/dev/null || fail 'Azure CLI (az) is not there: https://aka.ms/azure-cli'
  az account show --output none 2>/dev/null || fail 'nobody is signed in: run `az login --allow-no-subscriptions`'
  principal=$identity
  load_roles
  if $undo; then
    if [[ -n $identity ]]; then revoke_all; else undo_app; fi
    return
  fi
  [[ -n $identity ]] || ensure_app
  grant_all
  printf 'done. What follows: mail in Exchange, and the proof of the app (docs/permissions.md)\n'
}

main "$@"
