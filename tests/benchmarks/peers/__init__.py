"""Small applications of other frameworks that do the job of the West End page; run by ``peer_servers``."""
