#!/bin/sh
# locale.sh DIR: makes the locale zh_CN.UTF-8 in DIR, for LOCPATH, without
# touching the system's. The sources are in Debian's package locales.
set -eu
mkdir -p "$1"
localedef -i zh_CN -f UTF-8 "$1/zh_CN.UTF-8" || [ -f "$1/zh_CN.UTF-8/LC_MESSAGES/SYS_LC_MESSAGES" ]
