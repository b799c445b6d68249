select 'mine' as message_id
