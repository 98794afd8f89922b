#!/bin/sh
# Installs the system packages that the tests need where it may (root, or sudo without a password), and says so;
# elsewhere it names what is missing with the line that installs it, and stops.
set -eu
PATH="$PATH:/usr/sbin"
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need chromium chromium
need node nodejs
need npm npm
need pdftoppm poppler-utils
need postfix postfix
need nginx nginx
ldconfig -p 2>/dev/null | grep -q 'libcairo\.so\.2' || ls /usr/lib/*/libcairo.so.2 >/dev/null 2>&1 || missing="$missing libcairo2"
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need, in your system's words for Debian's packages:$missing" >&2
    exit 1
  fi
  if [ "$(id -u)" = 0 ]; then become=""
  elif sudo -n true 2>/dev/null; then become="sudo -n"
  else
    echo "The tests need these Debian packages:$missing" >&2
    echo "Install them with: sudo apt-get update && sudo apt-get install --yes$missing" >&2
    exit 1
  fi
  echo "Installing what the tests need:$missing"
  $become apt-get update -qq
  # Postfix and nginx are installed but not started: the tests run their own, on loopback alone.
  deny=/usr/sbin/policy-rc.d
  case "$missing" in *postfix*)
    echo "postfix postfix/main_mailer_type select No configuration" | $become debconf-set-selections ;;
  esac
  case "$missing" in *postfix*|*nginx*)
    if [ ! -e "$deny" ]; then
      trap '$become rm -f "$deny"' EXIT
      printf '#!/bin/sh\nexit 101\n' | $become tee "$deny" >/dev/null
      $become chmod 755 "$deny"
    fi ;;
  esac
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $become apt-get install --yes -qq --no-install-recommends $missing >/dev/null
fi
cd "$(dirname "$0")/browser"
if [ ! -e node_modules/.ready ] || [ package-lock.json -nt node_modules/.ready ]; then
  echo "Installing the page checkers (npm)"
  npm ci --silent --no-audit --no-fund
  touch node_modules/.ready
fi
