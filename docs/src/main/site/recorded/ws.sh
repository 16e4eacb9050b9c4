#!/usr/bin/env bash
# A WebSocket client in a few lines: ws.sh host:port/path message…
# It sends a handshake, then each message as a frame, and shows for two seconds what comes back.
server=${1%%/*} path=/${1#*/}
exec 3<>"/dev/tcp/${server%:*}/${server#*:}"
printf '%s\r\n' "GET $path HTTP/1.1" "Host: $server" 'Upgrade: websocket' 'Connection: Upgrade' \
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' 'Sec-WebSocket-Version: 13' '' >&3
while IFS= read -r line <&3 && [ "$line" != $'\r' ]; do :; done # the headers of the response
for message in "${@:2}"; do
  # FIN and text; MASK and a length below 126; a key of zeros, which changes nothing
  printf "\x81\x$(printf %02x $((0x80 + ${#message})))\0\0\0\0%s" "$message" >&3
done
timeout 2 cat <&3 | xxd
