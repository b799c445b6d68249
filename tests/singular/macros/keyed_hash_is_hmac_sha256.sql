-- The second test case of RFC 4231, with the key Jefe. Returns a wrong hash.
with found as (

    select
        {{ sms_analytics.hmac_sha256(
            "'what do ya want for nothing?'", "'7c535053" ~ '36' * 60 ~ "'", "'16393a39" ~ '5c' * 60 ~ "'"
        ) }} as hash

)

select *
from found
where hash <> '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
